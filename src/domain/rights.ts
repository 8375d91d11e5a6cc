import { after, type EpochMs } from '../lib/time.ts';
import type { GroupId, UserId } from './ids.ts';
import { everyoneOf, type People } from './people.ts';
import type { Policy, Right } from './policy.ts';

/**
 * Whether a person may. `guest`: known to be no full member, who is let in nowhere, whoever names them.
 * `unknown-person`: not known as one, where every full member would be let in.
 */
export type Permission = 'yes' | 'no' | 'unknown-person' | 'guest';

/**
 * Whether `person` holds `right`. Fail-closed: an empty list, a group that nobody can resolve and an unknown person
 * let nobody in.
 */
export function mayDo(right: Right, person: UserId, policy: Pick<Policy, 'rights'>, people: People): Permission {
  const holders = policy.rights[right];
  const fullMember = people.isFullMember(person);
  if (fullMember === false) return 'guest';
  if (holders !== 'members') return everyoneOf(holders, people).includes(person) ? 'yes' : 'no';
  if (fullMember === null) return 'unknown-person';
  return 'yes';
}

/** How long Slack's word about a group's members holds before the configuration's list stands in. */
export const groupsHoldMs = 15 * 60_000;

/** What Slack said last about groups and people, and what the configuration says about groups. */
export interface PeopleSources {
  readonly groups: ReadonlyMap<GroupId, { readonly members: readonly UserId[]; readonly fetchedAt: EpochMs }>;
  readonly people: ReadonlyMap<UserId, { readonly fullMember: boolean }>;
  readonly configured: ReadonlyMap<GroupId, readonly UserId[]>;
  readonly now: EpochMs;
}

/** The workspace's people: Slack's word while it is fresh, then the configuration's list, then Slack's last word. */
export function peopleFrom({ groups, people, configured, now }: PeopleSources): People {
  return {
    membersOf: (group) => {
      const known = groups.get(group);
      const fresh = known !== undefined && now <= after(known.fetchedAt, groupsHoldMs);
      return (fresh ? known.members : (configured.get(group) ?? known?.members)) ?? null;
    },
    isFullMember: (user) => people.get(user)?.fullMember ?? null,
  };
}
