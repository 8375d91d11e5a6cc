import type { RunId } from '../../domain/ids.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { stopBlocker } from '../../usecases/stop-blocker.ts';
import { type SessionPress, stopSession } from '../stop-session.ts';

const fromCard = (deps: AppDeps, { shownBy, ...press }: SessionPress) =>
  stopBlocker(deps, { ...press, run: shownBy as RunId });

/** Cancels what a session does that a run's migration waits for: only for the right `operate`. */
export const cancelBlocker = stopSession('cancel', fromCard);

/** Ends such a session where it does nothing: only for the right `operate`. */
export const endBlocker = stopSession('end', fromCard);
