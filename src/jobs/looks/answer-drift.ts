import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { Finding, Inquiry, Question } from '../../domain/inquiry.ts';
import { driftReport } from '../../steps/drift-report.ts';
import { recordFinding } from '../../usecases/ask.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { recordDriftLook } from '../../usecases/watch-drift.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { orTrouble } from './or-trouble.ts';

/** Compares, keeps the texts, and records the answer. */
export async function answerDrift(
  deps: WorkerDeps,
  inquiry: Inquiry,
  { environment: id, scheduled }: Extract<Question, { kind: 'drift' }>,
): Promise<void> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const host = await deps.remote.host(environment.host);
    return driftReport({ environment, host, targets: deps.targets, now: deps.clock.now() });
  };
  const made = await orTrouble(look());
  if ('sql' in made) await deps.store.saveSql(made.sql);
  const finding: Extract<Finding, { kind: 'drift' }> = {
    kind: 'drift',
    environment: id,
    report: 'sql' in made ? made.report : made,
  };
  if (!scheduled) return recordFinding(deps, inquiry, { finding, complete: true });
  const outcome = await recordDriftLook(deps, inquiry, finding);
  deps.log.info({ environment: id, outcome }, 'looked for drift by schedule');
}
