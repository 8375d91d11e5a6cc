import { describe, expect, inject, it } from 'vitest';
import type { Job } from '../../../src/domain/effect.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import type { Run } from '../../../src/domain/run.ts';
import { consume } from '../../../src/jobs/consumer.ts';
import { work } from '../../../src/jobs/menu.ts';
import type { WorkerDeps } from '../../../src/jobs/worker-deps.ts';
import { knownSecrets } from '../../../src/lib/known-secrets.ts';
import type { OutboxWork } from '../../../src/ports/store.ts';
import type { Targets } from '../../../src/ports/target.ts';
import { sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { commit, type Engine, freshEngine, lookJob, wallClock } from '../../support/engine.ts';
import { aRun, at, ben, cleo, plan, production, staging } from '../../unit/render/samples.ts';

const ended: Run = aRun({
  id: 'rended' as RunId,
  environment: staging.id,
  state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: at(), endedAt: at() },
});
const approvals = [ben, cleo].map((by) => ({ by, at: at(), receipt: plan.receipt }));

/** A worker on real queues and tables, whose hosts only count how often somebody wanted them. */
async function guarded(run: Run) {
  const engine: Engine = await freshEngine(inject('realParts').redis.url);
  const { store, queues } = engine;
  const touched: string[] = [];
  const untouchable = async () => {
    touched.push('host');
    throw new Error('a host was reached for');
  };
  const deps: WorkerDeps = {
    store,
    log: silentLog,
    clock: { now: wallClock, newRunId: () => 'r0' as RunId, newInquiryId: () => 'q0' as never },
    configuration: { zone: 'UTC', groups: new Map(), environments: [staging, production] },
    remote: { host: untouchable, [Symbol.asyncDispose]: async () => undefined },
    targets: {} as Targets,
    secrets: knownSecrets(),
    worker: 'w',
    pause: async () => undefined,
  };
  for (const one of [run, ended]) {
    await store.createRun(one.environment, null, () => ({ kind: 'proceed', run: one, effects: [], wakeAt: null }));
  }
  const handled: Promise<unknown>[] = [];
  const settled = { count: 0 };
  const common = { queues, store, log: silentLog, concurrency: 4 };
  const handle = (row: OutboxWork, ending: AbortSignal) => {
    const done = work(deps)(row, ending);
    handled.push(done);
    return done;
  };
  const consumers = await Promise.all(
    (['remote', 'looks'] as const).map((queue) => consume({ ...common, queue, handle })),
  );
  /** Writes to Redis as whoever owns it could, and waits until a worker had it. */
  const forge = async (id: string, data: unknown, queue: 'remote' | 'looks' = 'remote') => {
    const job = await queues.queue(queue).add('execute-run', data, { jobId: `forged-${settled.count++}`, attempts: 1 });
    const gone = async () => ['completed', 'failed', 'unknown'].includes(await job.getState());
    await expect.poll(gone, { timeout: 30_000 }).toBe(true);
    return id;
  };
  return {
    store,
    touched,
    handled,
    forge,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(consumers.map((consumer) => consumer[Symbol.asyncDispose]()));
      await engine[Symbol.asyncDispose]();
    },
  };
}

const jobs: readonly Job[] = [
  { name: 'execute-run', run: 'rinvented' as RunId },
  { name: 'execute-run', run: 'r7f3k2mq' as RunId },
  { name: 'execute-run', run: ended.id },
  { name: 'prepare-run', run: 'r7f3k2mq' as RunId },
  { name: 'confirm-approvers', run: 'r7f3k2mq' as RunId },
  { name: 'interrupt-run', run: 'r7f3k2mq' as RunId },
  { name: 'break-host-lock', environment: production.id },
  { name: 'answer-inquiry', inquiry: 'q1' as never },
];

describe('whoever writes to Redis', () => {
  it.each([
    ['that waits', aRun()],
    [
      'that was approved and runs in another hand',
      aRun({ approvals, state: { kind: 'running', startedAt: at(), worker: 'x', token: 7, cancelling: null } }),
    ],
    [
      'whose outcome nobody knows',
      aRun({
        state: {
          kind: 'outcome-unknown',
          startedAt: at(),
          token: 7,
          step: 'deploy',
          lastSeenAt: at(),
          cancelling: null,
          trouble: { code: 'connection-lost', message: 'Lost.', facts: [] },
        },
      }),
    ],
    [
      'that is queued and was approved by nobody',
      aRun({ approvals: [], state: { kind: 'queued', since: at(), resume: null } }),
    ],
  ])('starts nothing beside a run %s, and loses no work of others', async (_, run) => {
    await using site = await guarded(run);
    await commit(site.store, [lookJob('rothers')]);
    const before = await site.store.run(run.id);
    for (const [at, job] of jobs.entries()) await site.forge('', { id: `o${at + 1}-1`, work: { kind: 'job', job } });
    await site.forge('', { id: 'o1-1', work: { kind: 'draw', key: 'run-card', urgency: 'result' } });
    await site.forge('', {
      id: 'o1-1',
      work: { kind: 'job', job: { name: 'execute-run', run: run.id, token: 7, attempt: 3 } },
    });
    await site.forge('', { id: '1; DROP TABLE run', work: null });
    const left = (await site.store.audit({ run: null, limit: 50 })).filter(({ action }) => action === 'job.left');
    const named = left.map(({ detail }) => (detail as { job: string | null }).job);
    expect(new Set(named)).toEqual(new Set([...jobs.map(({ name }) => name), 'draw', null]));
    // Once a minute each, also where the clock passed into the next one meanwhile.
    expect(named.length).toBeLessThanOrEqual(2 * new Set(named).size);
    expect(site.touched).toEqual([]);
    expect(site.handled).toEqual([]);
    expect(await site.store.run(run.id)).toEqual(before);
    expect(await site.store.run(ended.id)).toMatchObject({ state: { kind: 'ended' } });
    expect(await site.store.takeOutbox(10, wallClock())).toMatchObject([{ work: { job: { run: 'rothers' } } }]);
  });

  it('starts nothing by a job that was done once and is put there again', async () => {
    await using site = await guarded(
      sampleRun('rqueued', {
        environment: production.id,
        approvals: [],
        state: { kind: 'queued', since: at(), resume: null },
      }),
    );
    await commit(site.store, [{ kind: 'enqueue', job: { name: 'execute-run', run: 'rqueued' as RunId } }]);
    const [row] = await site.store.takeOutbox(10, wallClock());
    await site.forge('first', row);
    expect(site.handled).toHaveLength(1);
    // The claim looks at the rules of now: without its approvals the run went back to its card.
    expect(await site.store.run('rqueued' as RunId)).toMatchObject({ state: { kind: 'waiting' } });
    await site.forge('again', row);
    expect(site.handled).toHaveLength(1);
    expect(site.touched).toEqual([]);
  });
});
