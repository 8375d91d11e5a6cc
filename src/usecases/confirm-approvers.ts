import { confirmed } from '../domain/decide/settle.ts';
import type { RunId } from '../domain/ids.ts';
import type { Slack } from '../ports/slack.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { groupsOf, learnGroups, learnPerson } from './learn-people.ts';
import { shownEnvironment } from './situation.ts';

/**
 * Asks Slack anew about everyone whose approval is to count, whoever declared an emergency, and who is in the groups,
 * then lets the run start. Where Slack does not answer, its last word holds, and for groups the configuration's list
 * once that word is too old.
 */
export async function confirmApprovers(deps: Deps & { slack: Slack }, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  if (run?.state.kind !== 'queued') return;
  const groups = groupsOf([shownEnvironment(deps, run.environment)]);
  const declaredBy = run.emergency === null ? [] : [run.emergency.by];
  const people = [...run.approvals.map(({ by }) => by), ...declaredBy];
  await Promise.all([learnGroups(deps, groups), ...people.map((by) => learnPerson(deps, by, 0))]);
  await changeRun(deps, { run: id, delivery: null }, confirmed);
}
