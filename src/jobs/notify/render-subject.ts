import type { RunId } from '../../domain/ids.ts';
import type { MessageSubject } from '../../domain/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { Rendered } from '../../ports/slack.ts';
import { announcement } from '../../render/announcement.ts';
import { approvalCall } from '../../render/approval-call.ts';
import { outcome } from '../../render/outcome.ts';
import { reviewCall } from '../../render/review-call.ts';
import { runCard } from '../../render/run-card.ts';
import type { RunView } from '../../render/run-view.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { viewRun } from '../../usecases/view-run.ts';
import { renderAnswer } from './render-answer.ts';

/** What a message says now; null where what it is about is gone. */
export async function renderSubject(deps: AppDeps, subject: MessageSubject): Promise<Rendered | null> {
  switch (subject.kind) {
    case 'run-card':
      return ofRun(deps, subject.run, runCard);
    case 'outcome':
      return ofRun(deps, subject.run, outcome);
    case 'announcement':
      return ofRun(deps, subject.run, (view) => announcement(view, subject.moment));
    case 'approval-call':
      return ofRun(deps, subject.run, (view) => approvalCall(view, subject));
    case 'review-call':
      return ofRun(deps, subject.run, reviewCall);
    // Files, not messages.
    case 'sql-file':
    case 'answer-file':
    case 'locks-picture':
      return null;
    case 'answer': {
      const inquiry = await deps.store.inquiry(subject.inquiry);
      return inquiry === null ? null : renderAnswer(deps, inquiry);
    }
    default:
      return assertNever(subject);
  }
}

async function ofRun(deps: AppDeps, run: RunId, render: (view: RunView) => Rendered): Promise<Rendered | null> {
  const view = await viewRun(deps, run);
  return view === null ? null : render(view);
}
