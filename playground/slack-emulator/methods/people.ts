import { z } from 'zod';
import { personPayload } from '../payloads.ts';
import type { World } from '../world.ts';
import { paged } from './conversations.ts';
import { accept, type Method, type MethodAnswer, method, refuse, whole } from './method.ts';

const page = { limit: whole.optional(), cursor: z.string().optional() };

const info = method(z.object({ user: z.string() }), (world, args) => {
  const person = world.people.get(args.user);
  return person === undefined ? refuse('user_not_found') : accept({ user: personPayload(world, person) });
});

const list = method(z.object(page), (world, args) =>
  paged(
    'members',
    [...world.people.values()].map((person) => personPayload(world, person)),
    args,
  ),
);

const withGroups = (world: World, answer: () => MethodAnswer): MethodAnswer =>
  world.rules.userGroups ? answer() : refuse('plan_upgrade_required');

const groups = method(z.object({}), (world) =>
  withGroups(world, () =>
    accept({
      usergroups: [...world.groups.values()].map((group) => ({
        id: group.id,
        team_id: world.app.teamId,
        is_usergroup: true,
        name: group.handle,
        handle: group.handle,
        user_count: group.members.length,
        date_delete: 0,
      })),
    }),
  ),
);

const groupUsers = method(z.object({ usergroup: z.string() }), (world, args) =>
  withGroups(world, () => {
    const group = world.groups.get(args.usergroup);
    return group === undefined ? refuse('no_such_subteam') : accept({ users: group.members });
  }),
);

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': info,
  'users.list': list,
  'usergroups.list': groups,
  'usergroups.users.list': groupUsers,
};
