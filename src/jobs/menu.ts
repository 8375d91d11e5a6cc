import type { Job } from '../domain/effect.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { OutboxWork } from '../ports/store.ts';
import { answerInquiry } from './looks/answer-inquiry.ts';
import { endSessionsOf } from './looks/end-sessions.ts';
import { prepareRun } from './looks/prepare-run.ts';
import { breakHostLock } from './remote/break-host-lock.ts';
import { dropInvalidIndex } from './remote/drop-invalid-index.ts';
import { executeRun } from './remote/execute-run.ts';
import { interruptRun } from './remote/interrupt-run.ts';
import { removeMigration } from './remote/remove-migration.ts';
import { startService } from './remote/start-service.ts';
import { writeMigration } from './remote/write-migration.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Every job that a worker takes. `ending` is aborted when the process is asked to end. */
export const work =
  (deps: WorkerDeps) =>
  async (row: OutboxWork, ending: AbortSignal): Promise<void> => {
    if (row.kind === 'job') await takeJob(deps, row.job, ending);
  };

function takeJob(deps: WorkerDeps, job: Job, ending: AbortSignal): Promise<void> {
  switch (job.name) {
    case 'prepare-run':
      return prepareRun(deps, job.run);
    case 'execute-run':
      return executeRun(deps, job.run, ending);
    case 'interrupt-run':
      return interruptRun(deps, job.run);
    case 'answer-inquiry':
      return answerInquiry(deps, job.inquiry);
    case 'end-sessions':
      return endSessionsOf(deps, job.inquiry);
    case 'break-host-lock':
      return breakHostLock(deps, job.environment);
    case 'start-service':
      return startService(deps, job.run);
    case 'write-migration':
      return writeMigration(deps, job.inquiry);
    case 'remove-migration':
      return removeMigration(deps, job.run);
    case 'drop-invalid-index':
      return dropInvalidIndex(deps, job);
    case 'confirm-approvers':
      throw new Error('a worker was given a question about people, which only the app can ask');
    default:
      return assertNever(job);
  }
}
