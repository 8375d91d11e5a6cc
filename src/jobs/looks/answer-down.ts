import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { Finding, Inquiry, Question } from '../../domain/inquiry.ts';
import { downReport } from '../../steps/down-report.ts';
import { recordFinding } from '../../usecases/ask.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { orTrouble } from './or-trouble.ts';

/** Makes the down SQL, keeps its text, and records the answer. */
export async function answerDown(
  deps: WorkerDeps,
  inquiry: Inquiry,
  { environment: id, newest }: Extract<Question, { kind: 'down' }>,
): Promise<void> {
  const environment = findEnvironment(deps, id);
  const look = async () => {
    if (environment === null) return environmentRemoved(id);
    const host = await deps.remote.host(environment.host);
    return downReport({ environment, host, targets: deps.targets, now: deps.clock.now() }, newest);
  };
  const made = await orTrouble(look());
  if ('sql' in made) await deps.store.saveSql(made.sql);
  const finding: Finding = { kind: 'down', environment: id, report: 'sql' in made ? made.report : made };
  await recordFinding(deps, inquiry, { finding, complete: true });
}
