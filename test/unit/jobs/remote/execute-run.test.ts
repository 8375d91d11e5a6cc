import { describe, expect, it } from 'vitest';
import type { InquiryId, RunId } from '../../../../src/domain/ids.ts';
import type { Run, Step } from '../../../../src/domain/run.ts';
import { trouble } from '../../../../src/domain/trouble.ts';
import { executeRun } from '../../../../src/jobs/remote/execute-run.ts';
import { isPatient, patience } from '../../../../src/jobs/remote/take-over.ts';
import { knownSecrets } from '../../../../src/lib/known-secrets.ts';
import { type Exit, type Host, type Remote, RemoteOutage } from '../../../../src/ports/remote.ts';
import type { Targets } from '../../../../src/ports/target.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { ana, silentLog } from '../../../fakes/sample-runs.ts';
import { aRun, at, done, production, staging, waiting } from '../../render/samples.ts';

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

describe('a connection that is lost under a step that only looks', () => {
  const well: Exit = { kind: 'exited', code: 0, stdout: '', stderr: '' };
  const lost = new RemoteOutage(trouble('connection-lost', 'No channel.'));
  const unreachable = new RemoteOutage(trouble('host-unreachable', 'Refused.'));

  /** A run whose last step asks for the app's health; `answers` are given one after the other, the last one for ever. */
  async function healthAsked(answers: readonly (Exit | RemoteOutage)[]) {
    await using store = memoryStore();
    const state = { kind: 'queued', since: at(), resume: null } as const;
    const steps: readonly Step[] = [
      done('preflight', 'unchanged'),
      done('deploy', '1 of 1 applied'),
      { name: 'health', state: { kind: 'pending' } },
    ];
    const run = aRun({ environment: staging.id, state, steps });
    await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
    let asked = 0;
    const host = {
      exec: async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)] ?? well;
        if (answer instanceof RemoteOutage) throw answer;
        return answer;
      },
      takeLock: async () => ({ kind: 'taken' }),
      releaseLock: async () => undefined,
      lockOwner: async () => null,
    } as unknown as Host;
    const environment = { ...staging, service: { ...staging.service, health: ['./health'] } };
    const deps = {
      ...{ store, log: silentLog, worker: 'w', secrets: knownSecrets(), targets: {} as Targets },
      clock: { now: () => at(2 + asked), newRunId: () => 'r1' as RunId, newInquiryId: () => 'q1' as InquiryId },
      configuration: { zone: 'UTC', groups: new Map(), environments: [environment] },
      remote: { host: async () => host, [Symbol.asyncDispose]: async () => undefined } satisfies Remote,
      pause: async () => undefined,
    };
    await executeRun(deps, run.id, new AbortController().signal);
    const after = (await store.run(run.id))?.state;
    return { asked, ending: after?.kind === 'ended' ? after.ending : after };
  }

  it('ends nothing: the step is taken again until the host is back', async () => {
    expect(await healthAsked([lost, unreachable, lost, well])).toEqual({ asked: 4, ending: { kind: 'succeeded' } });
  });

  it('ends the run at last where the host stays away', async () => {
    const { asked, ending } = await healthAsked([lost, unreachable]);
    expect(ending).toMatchObject({ kind: 'failed', step: 'health', trouble: { code: 'host-unreachable' } });
    expect(asked).toBe(4); // a minute each, and no more than two of them
  });

  it('is not waited for where the host was never reached', async () => {
    expect(await healthAsked([unreachable])).toMatchObject({
      asked: 1,
      ending: { kind: 'failed', trouble: { code: 'host-unreachable' } },
    });
  });

  it('may be another one each time: an app that never answered is asked three times', async () => {
    const late: Exit = { kind: 'timed-out', afterMs: 20_000 };
    const alive = [late, well, late, well] as const;
    expect(await healthAsked([...alive, well])).toEqual({ asked: 5, ending: { kind: 'succeeded' } });
    expect(await healthAsked([...alive, late, well])).toMatchObject({ asked: 6, ending: { kind: 'failed' } });
  });

  it('is told from an app that takes too long by asking the host itself', async () => {
    const late: Exit = { kind: 'timed-out', afterMs: 20_000 };
    expect(await healthAsked([late, late, well])).toEqual({ asked: 3, ending: { kind: 'succeeded' } });
  });
});

describe('Cancel, while a step waits for its lost connection', () => {
  const lost = new RemoteOutage(trouble('connection-lost', 'No channel.'));

  /** A run whose preflight asks for the host's lock; the last of `answers` goes on for ever, and Cancel is pressed then. */
  async function cancelled(resumed: boolean, answers: readonly (() => Promise<never>)[]) {
    await using store = memoryStore();
    const resume = resumed ? { startedAt: at(), token: 1, cancelling: null } : null;
    const state = { kind: 'queued', since: at(), resume } as const;
    const steps: readonly Step[] = [
      { name: 'preflight', state: { kind: 'pending' } },
      { name: 'deploy', state: { kind: 'pending' } },
    ];
    const run = aRun({ environment: staging.id, state, steps });
    await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
    const press = () =>
      store.changeRun(run.id, null, (present) => {
        if (present.state.kind !== 'running') throw new Error(`it is ${present.state.kind}`);
        const next: Run = { ...present, state: { ...present.state, cancelling: ana } };
        return { kind: 'proceed', run: next, effects: [], wakeAt: null };
      });
    let asked = 0;
    const takeLock = async () => {
      const last = asked === answers.length - 1;
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (last) await press();
      return answer?.();
    };
    const host = { takeLock, releaseLock: async () => undefined, lockOwner: async () => null } as unknown as Host;
    const deps = {
      ...{ store, log: silentLog, worker: 'w', secrets: knownSecrets(), targets: {} as Targets },
      clock: { now: () => at(1), newRunId: () => 'r1' as RunId, newInquiryId: () => 'q1' as InquiryId },
      configuration: { zone: 'UTC', groups: new Map(), environments: [staging] },
      remote: { host: async () => host, [Symbol.asyncDispose]: async () => undefined } satisfies Remote,
      pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
    };
    await executeRun(deps, run.id, new AbortController().signal);
    const after = (await store.run(run.id))?.state;
    return { asked, ending: after?.kind === 'ended' ? after.ending : after };
  }

  const refuses = () => Promise.reject(lost);
  const hangs = () => new Promise<never>(() => undefined);

  it.each([
    ['is obeyed between two tries', false, [refuses, refuses, refuses], 3],
    ['is obeyed while a try hangs', false, [refuses, hangs], 2],
    ['is obeyed while the next worker waits for the host', true, [refuses, hangs], 2],
  ] as const)('%s', async (_, resumed, answers, asked) => {
    const ending = { kind: 'cancelled', by: ana, duringStep: 'preflight' };
    expect(await cancelled(resumed, answers)).toEqual({ asked, ending });
  });
});

describe('a worker whose clock jumps back while the host is away', () => {
  it('gives up after as many tries as fit into the time', async () => {
    expect(isPatient(-3_600_000, patience.tries)).toBe(true);
    expect(isPatient(-3_600_000, patience.tries + 1)).toBe(false);
    expect(isPatient(patience.ms + 1, 2)).toBe(false);
  });
});
