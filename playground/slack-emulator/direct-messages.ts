import type { Channel } from './model.ts';
import type { World } from './world.ts';

/** The app's direct-message channel with this person; made on first use. */
export const directChannel = (world: World, userId: string): Channel => {
  const known = [...world.channels.values()].find((it) => it.kind === 'direct' && it.members.includes(userId));
  if (known !== undefined) return known;
  const made: Channel = {
    id: world.nextId('D'),
    name: 'directmessage',
    kind: 'direct',
    members: [userId],
    botIsMember: true,
    archived: false,
  };
  world.channels.set(made.id, made);
  return made;
};
