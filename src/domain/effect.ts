import type { Json } from '../lib/canonical-json.ts';
import type { EpochMs } from '../lib/time.ts';
import type { EnvironmentId, InquiryId, RunId, UserId } from './ids.ts';
import type { MessageSubject } from './message.ts';

/** Work for a worker or the app. Carries ids only: whoever forges one starts nothing. */
export type Job =
  | { readonly name: 'prepare-run'; readonly run: RunId }
  | { readonly name: 'execute-run'; readonly run: RunId }
  /** Asks Slack, right before the start, whether those who approved are still there. The app's work: it holds the token. */
  | { readonly name: 'confirm-approvers'; readonly run: RunId }
  /** Cancels the running deploy at the database. */
  | { readonly name: 'interrupt-run'; readonly run: RunId }
  | { readonly name: 'answer-inquiry'; readonly inquiry: InquiryId }
  /** Cancels or ends the sessions for which somebody with the right said so; the answer says which. */
  | { readonly name: 'end-sessions'; readonly inquiry: InquiryId }
  /** Drops an index that was never finished, which the question's answer names, after somebody with the right said so. */
  | { readonly name: 'drop-invalid-index'; readonly inquiry: InquiryId; readonly index: string; readonly by: UserId }
  /** Removes the host's lock after somebody with the right said so. */
  | { readonly name: 'break-host-lock'; readonly environment: EnvironmentId }
  /** Starts the service that a failed restore left stopped; its run says who wanted it. */
  | { readonly name: 'start-service'; readonly run: RunId }
  /** Writes the file of a question about down SQL into the folder of migrations, and asks for its deploy. */
  | { readonly name: 'write-migration'; readonly inquiry: InquiryId }
  /** Takes the file of a run that came to nothing away again. */
  | { readonly name: 'remove-migration'; readonly run: RunId };

/** Results and approvals never wait behind progress. */
export type Urgency = 'result' | 'progress';

export interface AuditEntry {
  readonly at: EpochMs;
  /** Null: Godwit by itself. */
  readonly actor: UserId | null;
  /** A stable verb: `run.requested`, `run.approved`, `freeze.set`. */
  readonly action: string;
  readonly environment: EnvironmentId | null;
  readonly run: RunId | null;
  readonly detail: Json;
}

/** What is to happen besides the new state. Nothing has happened until it is committed with it. */
export type Effect =
  | { readonly kind: 'enqueue'; readonly job: Job }
  | { readonly kind: 'draw'; readonly message: MessageSubject; readonly urgency: Urgency }
  /** Draws the run's calls for approval, and for the review of an emergency, anew where they stand; null: everybody's. */
  | { readonly kind: 'redraw-calls'; readonly run: RunId; readonly person: UserId | null }
  | { readonly kind: 'record'; readonly entry: AuditEntry };
