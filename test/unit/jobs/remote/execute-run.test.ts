import { expect, it } from 'vitest';
import type { InquiryId, RunId } from '../../../../src/domain/ids.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { executeRun } from '../../../../src/jobs/remote/execute-run.ts';
import { knownSecrets } from '../../../../src/lib/known-secrets.ts';
import type { Remote } from '../../../../src/ports/remote.ts';
import type { Targets } from '../../../../src/ports/target.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { silentLog } from '../../../fakes/sample-runs.ts';
import { aRun, at, production, staging, waiting } from '../../render/samples.ts';

const untouched = (): never => {
  throw new Error('no host is to be reached');
};

it('tells those who wait for a run, where its worker died between the end and telling them', async () => {
  await using store = memoryStore();
  const succeeded = { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: at(), endedAt: at(1) } as const;
  const source = aRun({ id: 'rsource' as RunId, environment: staging.id, state: succeeded });
  const follower = aRun({ id: 'rfollower' as RunId, environment: production.id, state: waiting });
  const put = (run: Run) =>
    store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
  await put(source);
  await put(follower);
  const clock = { now: () => at(2), newRunId: () => 'r1' as RunId, newInquiryId: () => 'q1' as InquiryId };
  const configuration = { zone: 'UTC', groups: new Map(), environments: [staging, production] };
  const remote = { host: untouched, [Symbol.asyncDispose]: async () => undefined } satisfies Remote;
  const deps = {
    store,
    clock,
    log: silentLog,
    configuration,
    remote,
    targets: {} as Targets,
    worker: 'w',
    secrets: knownSecrets(),
  };

  await executeRun({ ...deps, pause: async () => undefined }, source.id, new AbortController().signal);
  const works = (await store.takeOutbox(10, at(3))).map(({ work }) => work);
  expect(works).toContainEqual({ kind: 'job', job: { name: 'prepare-run', run: follower.id } });
});
