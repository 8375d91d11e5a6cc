import type { Environment } from '../domain/environment.ts';
import type { GroupId, UserId } from '../domain/ids.ts';
import { isUser } from '../domain/people.ts';
import type { Principal } from '../domain/policy.ts';
import { after } from '../lib/time.ts';
import type { Slack } from '../ports/slack.ts';
import type { Deps } from './deps.ts';

/** How long what Slack said about a person is believed. */
const personHoldsMs = 60 * 60_000;
/** Whoever holds a right by name is asked about more often: between two looks at the groups. */
const namedHoldMs = 4 * 60_000;

/** Makes sure that it is known whether somebody is a full member; asks Slack where it is not, or no longer. */
export async function learnPerson(
  deps: Deps & { slack: Slack },
  person: UserId,
  holdsMs = personHoldsMs,
): Promise<void> {
  const { store, slack, clock, log } = deps;
  const known = await store.knownPerson(person);
  if (known !== null && clock.now() < after(known.fetchedAt, holdsMs)) return;
  const said = await slack.member(person);
  if (said.kind !== 'ok') {
    log.warn({ person, error: said.error }, 'Slack did not say who somebody is');
    return;
  }
  const { fullMember, zone } = said.value;
  await store.savePerson(person, { fullMember, zone, fetchedAt: clock.now() });
}

/** Every user group that the configuration gives a right to. */
export const groupsOf = (environments: readonly Environment[]): readonly GroupId[] =>
  namedIn(environments).filter((principal): principal is GroupId => !isUser(principal));

/** Every person to whom the configuration gives a right by name. */
export const personsOf = (environments: readonly Environment[]): readonly UserId[] =>
  namedIn(environments).filter(isUser);

function namedIn(environments: readonly Environment[]): readonly Principal[] {
  const named = environments.flatMap(({ policy }) => [
    ...Object.values(policy.rights).flatMap((holders) => (holders === 'members' ? [] : holders)),
    ...(policy.approvals?.backup ?? []),
  ]);
  return [...new Set(named)];
}

/** Who asked for what has not ended: where nobody has to approve, a run that waits stands on them alone. */
export const requesters = async ({ store }: Pick<Deps, 'store'>): Promise<readonly UserId[]> => [
  ...new Set((await store.openRuns()).map(({ requestedBy }) => requestedBy)),
];

/** Makes sure that it is known who of them left or became a guest: what they approved before does not count any more. */
export async function learnPersons(deps: Deps & { slack: Slack }, persons: readonly UserId[]): Promise<void> {
  for (const person of persons) await learnPerson(deps, person, namedHoldMs);
}

/** Asks Slack who is in the groups; where it cannot say, the configuration's own list stands in. */
export async function learnGroups(deps: Deps & { slack: Slack }, groups: readonly GroupId[]): Promise<void> {
  for (const group of groups) {
    const said = await deps.slack.groupMembers(group);
    if (said.kind === 'ok') {
      await deps.store.saveGroup(group, { members: said.value, fetchedAt: deps.clock.now() });
    } else {
      deps.log.warn({ group, error: said.error }, 'Slack did not say who is in a group');
    }
  }
}
