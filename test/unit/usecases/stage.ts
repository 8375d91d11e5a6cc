import type { Job } from '../../../src/domain/effect.ts';
import type { Configuration, Environment } from '../../../src/domain/environment.ts';
import type { InquiryId, RunId, UserId } from '../../../src/domain/ids.ts';
import type { Plan, Purpose, Run } from '../../../src/domain/run.ts';
import { after, type EpochMs } from '../../../src/lib/time.ts';
import type { Changed } from '../../../src/ports/store.ts';
import type { Deps } from '../../../src/usecases/deps.ts';
import { recordPlan } from '../../../src/usecases/prepare-run.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { ana, cleo, dan, environment, noon, owners, plan, production, staging } from '../domain/samples.ts';

/** Usecases on a store in memory, with a clock that a test sets. */
export interface Stage extends Deps {
  readonly store: ReturnType<typeof memoryStore>;
  readonly pass: (ms: number) => void;
  /** The jobs that were committed since the last call. */
  readonly jobs: () => Promise<readonly Job['name'][]>;
}

/** Production as in the samples, and a staging that asks for nothing; `rules` change production. */
export async function stage(rules: Partial<Environment['policy']> = {}): Promise<Stage> {
  let now: EpochMs = noon;
  let ids = 0;
  const id = () => {
    ids += 1;
    return `r${ids}`;
  };
  const environments = [
    environment({ promotesFrom: null, protected: false, approvals: null, checklist: [] }, staging),
    environment(rules, production),
  ];
  const configuration: Configuration = { zone: 'UTC', groups: new Map([[owners, [cleo, dan]]]), environments };
  const store = memoryStore({ now: () => now });
  return {
    store,
    log: silentLog,
    configuration,
    clock: { now: () => now, newRunId: () => id() as RunId, newInquiryId: () => id() as InquiryId },
    pass: (ms) => {
      now = after(now, ms);
    },
    jobs: async () =>
      (await store.takeOutbox(100, now)).flatMap(({ work }) => (work.kind === 'job' ? [work.job.name] : [])),
  };
}

let deliveries = 0;
/** A press that was never delivered before. */
export const press = (run: RunId, by: UserId) => {
  deliveries += 1;
  return { run, by, delivery: `d${deliveries}` };
};

/** The run after a change that must have been made. */
export function changed(change: Changed): Run {
  if (change.kind !== 'changed') throw new Error(`the change came to ${JSON.stringify(change)}`);
  return change.run;
}

/** The code with which it was refused, else how it ended. */
export const answerOf = (change: Changed): string => (change.kind === 'refused' ? change.refusal.code : change.kind);

const deploy: Purpose = { kind: 'deploy' };

/** Somebody asks for a deploy to production, and a worker has prepared it. */
export async function opened(
  on: Stage,
  change: { by?: UserId; plan?: Plan; environment?: Environment['id'] } = {},
): Promise<Run> {
  const { by = ana, environment: where = production } = change;
  const asked = changed(await requestRun(on, { environment: where, purpose: deploy, by, delivery: null }));
  return changed(await recordPlan(on, asked.id, { plan: change.plan ?? plan(), sql: new Map(), detail: null }));
}

/** Where the run stands now. */
export async function stateOf(on: Stage, run: RunId): Promise<Run['state']> {
  const found = await on.store.run(run);
  if (found === null) throw new Error(`there is no run ${run}`);
  return found.state;
}
