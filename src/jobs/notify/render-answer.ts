import type { Finding, Inquiry } from '../../domain/inquiry.ts';
import type { Run } from '../../domain/run.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { Rendered } from '../../ports/slack.ts';
import { answerFile, filesOf } from '../../render/answer-file.ts';
import { backups } from '../../render/backups.ts';
import { down } from '../../render/down.ts';
import { drift } from '../../render/drift.ts';
import { history } from '../../render/history.ts';
import { locks } from '../../render/locks.ts';
import { looking } from '../../render/looking.ts';
import { overview } from '../../render/overview.ts';
import { plan } from '../../render/plan.ts';
import { refusal } from '../../render/refusal.ts';
import { resolve } from '../../render/resolve.ts';
import { runDetail } from '../../render/run-detail.ts';
import type { SqlTexts } from '../../render/sql.ts';
import { status } from '../../render/status.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { shownEnvironment } from '../../usecases/situation.ts';
import { viewEnvironment } from '../../usecases/view-environment.ts';
import { viewRun } from '../../usecases/view-run.ts';

/** The answer to a question as far as it is known. long: a menu of the questions, each with what it draws. */
export async function renderAnswer(deps: AppDeps, inquiry: Inquiry): Promise<Rendered> {
  const { finding, question, complete } = inquiry;
  const askedBy = isPosted(inquiry) ? inquiry.askedBy : null;
  if (question.kind === 'history') {
    const runs = await deps.store.runs({ environment: question.environment, limit: 30 });
    const unreviewed = await deps.store.unreviewedRuns(question.environment);
    const decisions = await deps.store.audit({ run: runs.map(({ id }) => id), limit: 1_000 });
    return history({ environment: question.environment, runs, unreviewed, decisions, askedBy });
  }
  if (question.kind === 'run') {
    const view = await viewRun(deps, question.run);
    if (view === null) return refusal({ code: 'unknown-run', typed: question.run });
    return runDetail(view, askedBy, await deps.store.audit({ run: question.run, limit: 200 }));
  }
  if (finding === null) return looking(question, askedBy);
  switch (finding.kind) {
    case 'status':
      return status({ ...(await viewEnvironment(deps, finding.report.environment)), finding, complete, askedBy });
    case 'overview': {
      const entries = finding.reports.map(async (report) => ({
        ...(await viewEnvironment(deps, report.environment)),
        report,
      }));
      return overview({ entries: await Promise.all(entries), askedBy });
    }
    case 'backups':
      return backups({ environment: shownEnvironment(deps, finding.environment), report: finding.report, askedBy });
    case 'plan':
      return plan({ ...(await viewEnvironment(deps, finding.environment)), inquiry: inquiry.id, finding, askedBy });
    case 'drift': {
      const { environment, report } = finding;
      const scheduled = question.kind === 'drift' && question.scheduled;
      const sql = await textsOf(deps, finding);
      const attached = isPosted(inquiry);
      return drift({ environment: shownEnvironment(deps, environment), report, sql, askedBy, scheduled, attached });
    }
    case 'down': {
      const sql = await textsOf(deps, finding);
      const environment = shownEnvironment(deps, finding.environment);
      return down({
        environment,
        inquiry: inquiry.id,
        report: finding.report,
        sql,
        askedBy,
        attached: isPosted(inquiry),
      });
    }
    case 'locks': {
      const environment = shownEnvironment(deps, finding.environment);
      return locks({ environment, inquiry: inquiry.id, finding, atWork: await ownRun(deps, finding), askedBy });
    }
    case 'resolve': {
      const environment = shownEnvironment(deps, finding.environment);
      const as = question.kind === 'resolve' ? question.as : 'rolled-back';
      return resolve({ environment, inquiry: inquiry.id, finding, as, askedBy });
    }
    case 'losses':
      throw new Error(`answer ${inquiry.id} belongs into a dialog, not into a message`);
    default:
      return assertNever(finding);
  }
}

/** Everybody sees it, and it has a thread. */
const isPosted = ({ answer }: Inquiry): boolean => answer.kind === 'in-channel' || answer.kind === 'posted';

const textsOf = (deps: AppDeps, finding: Finding): Promise<SqlTexts> =>
  deps.store.sql(
    filesOf(finding).flatMap((name) => {
      const file = answerFile(finding, name);
      return file !== null && 'sha256' in file ? [file.sha256] : [];
    }),
  );

async function ownRun(deps: AppDeps, { report }: Extract<Finding, { kind: 'locks' }>): Promise<Run | null> {
  if ('code' in report || report.run?.own !== true) return null;
  return deps.store.run(report.run.id);
}
