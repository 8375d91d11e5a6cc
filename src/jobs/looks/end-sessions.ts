import { pendingActs } from '../../domain/decide/end-session.ts';
import type { InquiryId } from '../../domain/ids.ts';
import type { SessionAct } from '../../domain/locks.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { type Ended, endSessions } from '../../steps/end-sessions.ts';
import { recordSessionsEnded } from '../../usecases/end-session.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { locksSite } from './locks-site.ts';

/** Somebody with the right `operate` had sessions stopped from an answer; the answer says which, and then how it ended. */
export async function endSessionsOf(deps: WorkerDeps, id: InquiryId): Promise<void> {
  const inquiry = await deps.store.inquiry(id);
  if (inquiry?.finding?.kind !== 'locks') return;
  const acts = pendingActs(inquiry);
  if (acts.length === 0) return;
  await recordSessionsEnded(deps, id, await ended(deps, inquiry.finding.environment, acts));
}

async function ended(
  deps: WorkerDeps,
  environment: Parameters<typeof locksSite>[1],
  acts: readonly SessionAct[],
): Promise<Ended> {
  const unreachable: Ended = { outcomes: new Map(acts.map((act) => [act, 'unreachable'])), report: null };
  try {
    const site = await locksSite(deps, environment);
    return site === null ? unreachable : await endSessions({ ...site, pause: deps.pause }, acts);
  } catch (error) {
    if (error instanceof RemoteOutage) return unreachable;
    throw error;
  }
}
