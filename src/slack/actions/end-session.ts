import type { InquiryId } from '../../domain/ids.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { endSession as haveEnded } from '../../usecases/end-session.ts';
import { type SessionPress, stopSession } from '../stop-session.ts';

const fromAnswer = (deps: AppDeps, { shownBy, ...press }: SessionPress) =>
  haveEnded(deps, { ...press, inquiry: shownBy as InquiryId });

/** Cancels what a session does that holds others up: only for the right `operate`. */
export const cancelStatement = stopSession('cancel', fromAnswer);

/** Ends a session that holds others up, or is idle in a transaction: only for the right `operate`. */
export const endSession = stopSession('end', fromAnswer);
