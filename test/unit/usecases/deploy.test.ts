import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import type { Run } from '../../../src/domain/run.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { backUpNow, reportBackup } from '../../../src/usecases/back-up-now.ts';
import {
  claimRun,
  recordReceiptChanged,
  recordStepEnded,
  recordStepRunning,
  releaseRun,
} from '../../../src/usecases/execute-run.ts';
import { liftFreeze, setFreeze } from '../../../src/usecases/freeze-environment.ts';
import { prepareFollowers, recordNoPlan, recordPlan } from '../../../src/usecases/prepare-run.ts';
import { approveRun, cancelRun, lookOnceMore, rejectRun, reviewRun } from '../../../src/usecases/press-card.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { wakeRun } from '../../../src/usecases/wake-run.ts';
import {
  ana,
  approvals,
  ben,
  cleo,
  dan,
  eve,
  hour,
  noon,
  otherReceipt,
  plan,
  production,
  shown,
  staging,
} from '../domain/samples.ts';
import { backup as sampleBackup } from '../steps/samples.ts';
import { answerOf, changed, opened, press, type Stage, stage, stateOf } from './stage.ts';

const shownReceipt = shown();
const approve = (on: Stage, run: Run, by: typeof ana) => approveRun(on, { ...press(run.id, by), shownReceipt });

async function approved(on: Stage): Promise<Run> {
  const run = await opened(on);
  await approve(on, run, ben);
  return changed(await approve(on, run, cleo));
}

/** Takes every step of a run well. */
async function carriedOut(on: Stage, id: RunId, backup?: Backup): Promise<Run> {
  const run = await claimRun(on, id, 'w1');
  if (run === null) throw new Error('there was nothing to claim');
  let last: Run | null = run;
  for (const { name } of run.steps) {
    await recordStepRunning(on, run.claim, { step: name, progress: null, begun: true, memo: null });
    const made = name === 'backup' && backup !== undefined ? { backup } : {};
    last = await recordStepEnded(on, run.claim, {
      step: name,
      result: { kind: 'done', summary: 'well', exitCode: 0, ...made },
    });
  }
  if (last === null) throw new Error('the claim was lost');
  return last;
}

describe('a deploy to production', () => {
  it('starts by itself with the second approval, and is carried out', async () => {
    const on = await stage();
    const run = await approved(on);
    expect(run.state.kind).toBe('queued');
    expect(await on.jobs()).toEqual(['prepare-run', 'confirm-approvers']);
    expect((await carriedOut(on, run.id)).state).toMatchObject({ ending: { kind: 'succeeded' } });
    const actions = (await on.store.audit({ run: run.id, limit: 20 })).map(({ action }) => action);
    const begun = run.steps.map(() => 'step.begun');
    expect(actions).toEqual([
      'run.succeeded',
      ...begun,
      'run.started',
      'run.approved',
      'run.approved',
      'deploy.requested',
    ]);
  });

  it('acts once on a press that is delivered twice', async () => {
    const on = await stage();
    const run = await opened(on);
    const once = { ...press(run.id, ben), shownReceipt };
    expect(answerOf(await approveRun(on, once))).toBe('changed');
    expect(answerOf(await approveRun(on, once))).toBe('repeated');
    expect(answerOf(await approve(on, run, ben))).toBe('already-approved');
  });

  it('counts both of two approvals that come at the same moment', async () => {
    const on = await stage();
    const run = await opened(on);
    await Promise.all([approve(on, run, ben), approve(on, run, cleo)]);
    expect((await stateOf(on, run.id)).kind).toBe('queued');
  });

  it('is claimed by one of two workers', async () => {
    const on = await stage();
    const run = await approved(on);
    const claims = await Promise.all([claimRun(on, run.id, 'w1'), claimRun(on, run.id, 'w2')]);
    expect(claims.map((claim) => claim === null)).toEqual([false, true]);
  });

  it('is not started by a worker that was told to, while approvals are missing', async () => {
    const on = await stage();
    const run = await opened(on);
    expect(await claimRun(on, run.id, 'w1')).toBeNull();
    expect((await stateOf(on, run.id)).kind).toBe('waiting');
  });

  it('is the only open request of its environment, also when two ask at once', async () => {
    const on = await stage();
    const ask = (delivery: string) =>
      requestRun(on, { environment: production, purpose: { kind: 'deploy' }, by: ana, delivery });
    const answers = await Promise.all([ask('a'), ask('b')]);
    expect(answers.map(answerOf).sort()).toEqual(['changed', 'environment-busy']);
  });

  it('leaves the environment free when it was rejected', async () => {
    const on = await stage();
    const run = await opened(on);
    await rejectRun(on, { ...press(run.id, dan), reason: 'not today' });
    expect((await opened(on)).id).not.toBe(run.id);
  });

  it('does nothing for a run that does not exist', async () => {
    const on = await stage();
    expect(answerOf(await cancelRun(on, press('r99' as RunId, ana)))).toBe('missing');
    expect(answerOf(await wakeRun(on, 'r99' as RunId))).toBe('missing');
  });

  it('expires at the moment that it named', async () => {
    const on = await stage({ approvals: { ...approvals, remindAfterMs: null } });
    const run = await opened(on);
    const due = await on.store.nextWake();
    expect(due).toBe(noon + 4 * hour);
    on.pass(4 * hour);
    expect(await on.store.dueRuns(on.clock.now())).toEqual([run.id]);
    await wakeRun(on, run.id);
    expect(await stateOf(on, run.id)).toMatchObject({ ending: { kind: 'expired' } });
    expect(await on.store.nextWake()).toBeNull();
  });
});

describe('a worker that died', () => {
  it('is followed by another, and can change nothing when it comes back', async () => {
    const on = await stage();
    const run = await approved(on);
    const first = await claimRun(on, run.id, 'w1');
    if (first === null) throw new Error('there was nothing to claim');
    on.pass(20_000);
    const [silent] = await on.store.silentRuns(15_000);
    expect(silent).toEqual(first.claim);
    await releaseRun(on, first.claim);
    const second = await claimRun(on, run.id, 'w2');
    expect(second?.claim.token).toBe(2);
    expect(
      await recordStepEnded(on, first.claim, { step: 'preflight', result: { kind: 'skipped', why: 'x' } }),
    ).toBeNull();
    expect(answerOf(await releaseRun(on, first.claim))).toBe('left');
  });
});

describe('a changed file', () => {
  it('brings the run back to its card, and has the new files read before anybody reviews them', async () => {
    const on = await stage();
    const run = await approved(on);
    const claimed = await claimRun(on, run.id, 'w1');
    if (claimed === null) throw new Error('there was nothing to claim');
    await on.jobs();
    const found = plan({ receipt: otherReceipt });
    await recordReceiptChanged(on, claimed.claim, { plan: found, changes: ['a was changed'] });
    expect(await on.jobs()).toEqual(['prepare-run']);
    expect(await stateOf(on, run.id)).toMatchObject({ kind: 'waiting', voided: ['a was changed'] });
    await recordPlan(on, run.id, { plan: found, sql: new Map(), detail: null });
    expect(await stateOf(on, run.id)).toMatchObject({ kind: 'waiting', voided: ['a was changed'] });
    expect(answerOf(await approve(on, run, ben))).toBe('receipt-outdated');
  });
});

describe('a freeze', () => {
  const freezing = (by: typeof ana, until: number | null = null) => ({
    environment: production,
    reason: 'audit',
    until: until === null ? null : (until as Run['requestedAt']),
    by,
    delivery: null,
  });

  it('holds a complete request back, and starts it when it is lifted', async () => {
    const on = await stage();
    const run = await opened(on);
    expect(await setFreeze(on, freezing(dan))).toEqual({ kind: 'done' });
    await approve(on, run, ben);
    await approve(on, run, cleo);
    expect((await stateOf(on, run.id)).kind).toBe('waiting');
    expect(await liftFreeze(on, freezing(dan))).toEqual({ kind: 'done' });
    expect((await stateOf(on, run.id)).kind).toBe('queued');
  });

  it('starts it at its own end', async () => {
    const on = await stage();
    await setFreeze(on, freezing(dan, noon + hour));
    const run = await approved(on);
    expect(run.state.kind).toBe('waiting');
    expect(await on.store.nextWake()).toBe(noon + hour);
    on.pass(hour);
    await wakeRun(on, run.id);
    expect((await stateOf(on, run.id)).kind).toBe('queued');
  });

  it('sends back a run that no worker took yet', async () => {
    const on = await stage();
    const run = await approved(on);
    await setFreeze(on, freezing(dan));
    expect(await claimRun(on, run.id, 'w1')).toBeNull();
    expect((await stateOf(on, run.id)).kind).toBe('waiting');
  });

  it('is for those who may operate, and lifted only where there is one', async () => {
    const on = await stage();
    expect(await setFreeze(on, freezing(eve))).toMatchObject({ refusal: { code: 'right-missing' } });
    expect(await liftFreeze(on, freezing(dan))).toMatchObject({ refusal: { code: 'not-frozen' } });
    await setFreeze(on, freezing(dan, noon + 1));
    on.pass(1);
    expect(await liftFreeze(on, freezing(dan))).toMatchObject({ refusal: { code: 'not-frozen' } });
  });
});

describe('Back up now', () => {
  const openedWithRow = async () => {
    const on = await stage({ checklist: ['backup', 'review'], approvals: null });
    return { on, run: await opened(on) };
  };
  const rowOf = async (on: Stage, run: Run) => (await on.store.run(run.id))?.checklist.backup ?? null;
  const begun = async (on: Stage, run: Run): Promise<RunId> => {
    changed(await backUpNow(on, press(run.id, ben)));
    const row = await rowOf(on, run);
    if (row === null) throw new Error('no backup was begun');
    return row.run;
  };

  it('settles the row with a run of its own, and starts what waited for nothing else', async () => {
    const { on, run } = await openedWithRow();
    const backup = await begun(on, run);
    await reviewRun(on, { ...press(run.id, dan), shownReceipt });
    expect((await stateOf(on, run.id)).kind).toBe('waiting');
    const done = await carriedOut(on, backup, sampleBackup('b.dump'));
    await reportBackup(on, done);
    expect(await rowOf(on, run)).toEqual({ run: backup, takenAt: noon, by: ben });
    expect((await stateOf(on, run.id)).kind).toBe('queued');
  });

  it('does not hold the deploy back for ever when it is cancelled before it began', async () => {
    const { on, run } = await openedWithRow();
    await cancelRun(on, press(await begun(on, run), ben));
    expect(await rowOf(on, run)).toBeNull();
  });

  it('does not hold the deploy back for ever when its worker died before it told', async () => {
    const { on, run } = await openedWithRow();
    await carriedOut(on, await begun(on, run), sampleBackup('b.dump'));
    expect(await rowOf(on, run)).toMatchObject({ takenAt: null });
    expect(await on.store.nextWake()).toBe(noon + 30_000);
    on.pass(30_000);
    await wakeRun(on, run.id);
    expect(await rowOf(on, run)).toMatchObject({ takenAt: noon });
  });

  it('answers a second press, during it and after it', async () => {
    const { on, run } = await openedWithRow();
    const backup = await begun(on, run);
    expect(answerOf(await backUpNow(on, press(run.id, ana)))).toBe('environment-busy');
    await reportBackup(on, await carriedOut(on, backup, sampleBackup('b.dump')));
    expect(answerOf(await backUpNow(on, press(run.id, ana)))).toBe('already-settled');
  });

  it('is not for everybody', async () => {
    const { on, run } = await openedWithRow();
    expect(answerOf(await backUpNow(on, press(run.id, eve)))).toBe('right-missing');
  });
});

describe('a backup that runs', () => {
  it('holds a deploy back until its end, and wakes it then', async () => {
    const on = await stage();
    const run = await opened(on);
    const backup = changed(
      await requestRun(on, {
        environment: production,
        purpose: { kind: 'backup', label: 'x', forRun: null },
        by: ana,
        delivery: null,
      }),
    );
    await approve(on, run, ben);
    await approve(on, run, cleo);
    expect((await stateOf(on, run.id)).kind).toBe('waiting');
    await reportBackup(on, await carriedOut(on, backup.id));
    expect((await stateOf(on, run.id)).kind).toBe('queued');
  });
});

describe('the environment that is promoted from', () => {
  it('has requests looked at again after a deploy and after a restore there', async () => {
    const on = await stage();
    await opened(on);
    await on.jobs();
    const there = await opened(on, { environment: staging });
    expect(there.state.kind).toBe('queued');
    const ended = await carriedOut(on, there.id);
    await on.jobs();
    await prepareFollowers(on, ended);
    expect(await on.jobs()).toEqual(['prepare-run']);
    const file = { path: 'b.dump', bytes: 1, modifiedAt: noon };
    await prepareFollowers(on, { ...ended, purpose: { kind: 'restore', backup: file, known: null } });
    expect(await on.jobs()).toEqual(['prepare-run']);
    await prepareFollowers(on, { ...ended, purpose: { kind: 'backup', label: 'x', forRun: null } });
    expect(await on.jobs()).toEqual([]);
  });

  it('is looked at again when somebody who may settle rows asks', async () => {
    const on = await stage();
    const run = await opened(on);
    await on.jobs();
    expect(answerOf(await lookOnceMore(on, press(run.id, eve)))).toBe('right-missing');
    await lookOnceMore(on, press(run.id, ben));
    expect(await on.jobs()).toEqual(['prepare-run']);
  });
});

describe('a look that found a reason not to begin', () => {
  it('ends the request, and leaves one that waits for a host to come back', async () => {
    const on = await stage();
    const run = await opened(on);
    expect(answerOf(await recordNoPlan(on, run.id, trouble('host-unreachable', 'It is away.')))).toBe('left');
    const ended = changed(await recordNoPlan(on, run.id, trouble('nothing-pending', 'Nothing.')));
    expect(ended.state).toMatchObject({ ending: { kind: 'failed', trouble: { code: 'nothing-pending' } } });
  });
});
