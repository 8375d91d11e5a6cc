import { expect, it } from 'vitest';
import type { UserId } from '../../../src/domain/ids.ts';
import type { Slack } from '../../../src/ports/slack.ts';
import { confirmApprovers } from '../../../src/usecases/confirm-approvers.ts';
import { claimRun } from '../../../src/usecases/execute-run.ts';
import { approveRun } from '../../../src/usecases/press-card.ts';
import { wakeRun } from '../../../src/usecases/wake-run.ts';
import { ben, cleo, dan, minute, owners, shown } from '../domain/samples.ts';
import { changed, opened, press, type Stage, stage } from './stage.ts';

/** A Slack that knows who left; `silent`: it answers nothing. */
function slackThat({ left = [], silent = false }: { left?: readonly UserId[]; silent?: boolean }) {
  const passing = { kind: 'passing' as const, error: 'timeout', retryAfterMs: null };
  const member = async (id: UserId) => {
    return silent ? passing : { kind: 'ok', value: { id, name: id, zone: null, fullMember: !left.includes(id) } };
  };
  const groupMembers = async () => (silent ? passing : { kind: 'ok', value: [cleo, dan] });
  return { member, groupMembers } as unknown as Slack;
}

async function queued(on: Stage) {
  const run = await opened(on);
  for (const by of [ben, cleo]) await approveRun(on, { ...press(run.id, by), shownReceipt: shown() });
  await on.jobs();
  return run.id;
}

it('lets a run start whose approvers are all still there', async () => {
  const on = await stage();
  const id = await queued(on);
  await confirmApprovers({ ...on, slack: slackThat({}) }, id);
  expect(await on.jobs()).toEqual(['execute-run']);
  expect((await claimRun(on, id, 'w1'))?.state.kind).toBe('running');
});

it.each([
  ['a right names', ben],
  ['a group names', cleo],
])('sends a run back to its card when somebody left whom %s', async (_, gone) => {
  const on = await stage();
  const id = await queued(on);
  await confirmApprovers({ ...on, slack: slackThat({ left: [gone] }) }, id);
  expect(await claimRun(on, id, 'w1')).toBeNull();
  const run = await on.store.run(id);
  expect(run?.state).toMatchObject({ kind: 'waiting', voided: [expect.stringContaining('left the workspace')] });
  const again = changed(await approveRun(on, { ...press(id, dan), shownReceipt: shown() }));
  expect(again.state.kind).toBe('queued');
});

it('goes by what Slack said last where it does not answer now', async () => {
  const on = await stage();
  const id = await queued(on);
  await on.store.saveGroup(owners, { members: [cleo], fetchedAt: on.clock.now() });
  await confirmApprovers({ ...on, slack: slackThat({ silent: true }) }, id);
  expect(await on.jobs()).toEqual(['execute-run']);
  expect((await claimRun(on, id, 'w1'))?.state.kind).toBe('running');
});

it('holds up no run when no app is there to ask', async () => {
  const on = await stage();
  const id = await queued(on);
  on.pass(minute);
  await wakeRun(on, id);
  expect(await on.jobs()).toEqual(['execute-run']);
});
