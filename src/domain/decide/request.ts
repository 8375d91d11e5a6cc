import { allowRefusal, guardedCommand, rightFor } from '../allowed.ts';
import type { Decision } from '../decision.ts';
import type { ChannelId, RunId, UserId } from '../ids.ts';
import { changesDatabase, type Purpose, type Run, stepsOf } from '../run.ts';
import type { Situation } from '../situation.ts';
import { type Declaration, emergencyOf, tellEmergency } from './emergency.ts';
import { drawCard, proceed, recordOf, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';

/** Somebody asks for a run. */
export interface RunRequest {
  readonly id: RunId;
  readonly purpose: Purpose;
  readonly by: UserId;
  readonly channel: ChannelId;
  /** Why a deploy must not wait; without it, it waits for everything that the rules ask for. */
  readonly emergency?: Pick<Declaration, 'reason'> | null;
}

/**
 * Begins a run: one that changes the database is prepared first, a backup is queued at once.
 * In an emergency everybody is told. Refused without the right and beside another open request; a freeze does not
 * refuse it but holds it back.
 */
export function requestRun(request: RunRequest, situation: Situation, open: Run | null): Decision {
  const { environment, now } = situation;
  const guarded = guardedCommand(request.purpose);
  const nowhere = guarded === null ? null : allowRefusal(guarded, environment);
  const right = request.emergency == null ? rightFor(request.purpose) : 'emergency';
  const refusal = nowhere ?? rightRefusal(right, request.by, situation);
  if (refusal !== null) return refuse(refusal);
  if (changesDatabase(request.purpose.kind) && open !== null) {
    return refuse({ code: 'environment-busy', environment: environment.id, run: open.id, link: null });
  }
  if (!changesDatabase(request.purpose.kind) && situation.executing !== null) {
    return refuse({ code: 'environment-busy', environment: environment.id, run: situation.executing, link: null });
  }
  const run = newRun(request, situation);
  const job = changesDatabase(run.purpose.kind) ? 'prepare-run' : 'execute-run';
  return proceed(run, [
    drawCard(run),
    { kind: 'enqueue', job: { name: job, run: run.id } },
    recordOf(run, { at: now, actor: request.by, action: `${run.purpose.kind}.requested` }),
    ...(run.emergency === null ? [] : tellEmergency(run, run.emergency, situation)),
  ]);
}

function newRun(request: RunRequest, situation: Situation): Run {
  const { id, purpose, by, channel, emergency = null } = request;
  const { environment, now } = situation;
  return {
    id,
    environment: environment.id,
    purpose,
    requestedBy: by,
    requestedAt: now,
    channel,
    serviceStart: null,
    emergency: emergency === null ? null : emergencyOf({ by, ...emergency }, situation),
    plan: null,
    checklist: { backup: null, review: null, window: null, notify: null },
    approvals: [],
    steps: stepsOf[purpose.kind].map((name) => ({ name, state: { kind: 'pending' } })),
    backup: null,
    state: changesDatabase(purpose.kind) ? { kind: 'preparing' } : { kind: 'queued', since: now, resume: null },
  };
}
