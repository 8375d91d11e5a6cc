import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import { cast, channels, type Name } from '../../../playground/stage/cast.ts';

/** Many people, all in the channels in which they type. */
export interface Crowd {
  readonly people: readonly string[];
  readonly channels: readonly string[];
}

const numbered = (count: number, name: (number: string) => string): readonly string[] =>
  Array.from({ length: count }, (_, at) => name(String(at + 1).padStart(2, '0')));

/** Ids of so many people, the requester first. */
export const peopleOf = (count: number, requester: Name = 'ana'): readonly string[] => [
  cast[requester],
  ...numbered(count - 1, (number) => `U1${number}`),
];

/** Lets them into the workspace, the environments' own channel among theirs. */
export function gather(slack: SlackEmulator, count: { readonly people: number; readonly channels: number }): Crowd {
  const people = peopleOf(count.people);
  for (const id of people.slice(1)) slack.addPerson({ id, name: `person-${id.slice(2)}` });
  const typing = [channels.migrations, ...numbered(count.channels - 1, (number) => `C0CROWD${number}`)];
  for (const id of typing) {
    const known = slack.channels.get(id);
    const members = [...new Set([...(known?.members ?? []), ...people])];
    slack.addChannel(known === undefined ? { id, name: id.toLowerCase(), members } : { ...known, members });
  }
  return { people, channels: typing };
}
