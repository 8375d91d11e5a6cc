import type { GroupId, UserId } from './ids.ts';
import type { Principal } from './policy.ts';

/** What is known of the workspace's people, as Slack said last. */
export interface People {
  /** Null: neither Slack nor the configuration can say who is in the group. */
  readonly membersOf: (group: GroupId) => readonly UserId[] | null;
  /** A full member: no guest, no bot, not deactivated. Null: not yet known. */
  readonly isFullMember: (user: UserId) => boolean | null;
}

/** Whether the id is a person's, not a group's. */
export const isUser = (principal: Principal): principal is UserId => /^[UW]/.test(principal);

/**
 * Everyone meant by a list of people and groups, each once. Groups that cannot be resolved add nobody, and whoever is
 * known to be no full member (a guest, a bot, somebody who left) is nobody, also where the list names them.
 */
export function everyoneOf(principals: readonly Principal[], people: People): readonly UserId[] {
  const all = principals.flatMap((principal) =>
    isUser(principal) ? [principal] : (people.membersOf(principal) ?? []),
  );
  return [...new Set(all)].filter((person) => people.isFullMember(person) !== false);
}
