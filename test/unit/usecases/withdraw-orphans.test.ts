import { expect, it } from 'vitest';
import { runCard } from '../../../src/render/run-card.ts';
import { claimRun, recordStepRunning, releaseRun } from '../../../src/usecases/execute-run.ts';
import { approveRun } from '../../../src/usecases/press-card.ts';
import { viewRun } from '../../../src/usecases/view-run.ts';
import { wakeRun } from '../../../src/usecases/wake-run.ts';
import { withdrawOrphans } from '../../../src/usecases/withdraw-orphans.ts';
import { memorySlack } from '../../fakes/memory-slack.ts';
import { ben, cleo, production, shown } from '../domain/samples.ts';
import { answerOf, opened, press, type Stage, stage } from './stage.ts';

/** The same Godwit, started with a configuration that has no production. */
const without = (on: Stage): Stage => ({
  ...on,
  configuration: {
    ...on.configuration,
    environments: on.configuration.environments.filter(({ id }) => id !== production),
  },
});

it('ends a request at the start, once, and its card has no button left', async () => {
  const on = await stage();
  const { id } = await opened(on);
  const later = without(on);
  await withdrawOrphans(later);
  await withdrawOrphans(later);
  await wakeRun(later, id);
  const failed = (await on.store.audit({ run: id, limit: 50 })).filter(({ action }) => action === 'run.failed');
  expect(failed).toHaveLength(1);
  const view = await viewRun(
    { ...later, slack: memorySlack(), png: () => null, workspaceUrl: () => null, workspace: () => null },
    id,
  );
  if (view === null) throw new Error('the run is gone');
  const card = runCard(view);
  expect(card.text).toContain("is not in Godwit's configuration any more");
  expect(card.text).toContain('production');
  expect(JSON.stringify(card.blocks)).not.toContain('"button"');
});

it('answers a press on a card of such a run', async () => {
  const on = await stage();
  const { id } = await opened(on);
  await withdrawOrphans(without(on));
  const late = await approveRun(without(on), { ...press(id, ben), shownReceipt: shown() });
  expect(answerOf(late)).toBe('run-ended');
});

it('leaves what has begun to whoever holds it; found silent, its outcome is unknown', async () => {
  const on = await stage();
  const { id } = await opened(on);
  for (const by of [ben, cleo]) await approveRun(on, { ...press(id, by), shownReceipt: shown() });
  const run = await claimRun(on, id, 'w1');
  if (run === null) throw new Error('there was nothing to claim');
  await recordStepRunning(on, run.claim, { step: 'deploy', progress: null, begun: true, memo: null });
  await withdrawOrphans(without(on));
  expect((await on.store.run(id))?.state.kind).toBe('running');
  await releaseRun(without(on), run.claim);
  expect((await on.store.run(id))?.state).toMatchObject({
    kind: 'outcome-unknown',
    step: 'preflight',
    trouble: { code: 'environment-removed' },
  });
});
