import { assertNever } from '../../lib/assert-never.ts';
import type { EpochMs } from '../../lib/time.ts';
import { approvalsLack } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { nextReminder, unreviewed } from '../emergency.ts';
import type { Moment } from '../message.ts';
import { changesDatabase, type Ending, type Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { callReviewers } from './emergency.ts';
import { takeFileAway } from './file-settled.ts';
import { announce, drawCard, proceed, recordOf, redrawCalls } from './outcome.ts';

/** Ends a run for good: the card shows it, the requester and the team are told; of an emergency, also who looks at it. */
export function ended(run: Run, ending: Ending, situation: Situation): Decision {
  const { now } = situation;
  const done: Run = { ...run, state: { kind: 'ended', ending, startedAt: startOf(run), endedAt: now } };
  const review = unreviewed(done) !== null;
  const effects = [
    drawCard(done),
    ...tellRequester(done),
    ...takeFileAway(done),
    ...recall(run, situation),
    ...tellTeam(done, ending, situation),
    ...(review ? callReviewers(done, situation) : []),
    recordOf(done, { at: now, actor: actorOf(ending), action: `run.${ending.kind}`, detail: detailOf(ending) }),
  ];
  return proceed(done, effects, review ? nextReminder(0, now) : null);
}

/** When its steps began, if they did. */
export function startOf({ state }: Run): EpochMs | null {
  switch (state.kind) {
    case 'running':
    case 'outcome-unknown':
      return state.startedAt;
    case 'queued':
      return state.resume?.startedAt ?? null;
    case 'ended':
      return state.startedAt;
    case 'preparing':
    case 'waiting':
      return null;
    default:
      return assertNever(state);
  }
}

const tellRequester = (run: Run): readonly Effect[] => [
  { kind: 'draw', message: { kind: 'outcome', run: run.id }, urgency: 'result' },
];

/** People who are still called need not come any more. */
const recall = (run: Run, situation: Situation): readonly Effect[] =>
  run.state.kind === 'waiting' && approvalsLack(run, situation) ? [redrawCalls(run)] : [];

/** The team hears of runs that were announced or begun, and of emergencies, not of requests that nobody knew of. */
function tellTeam(run: Run, ending: Ending, situation: Situation): readonly Effect[] {
  const known = startOf(run) !== null || run.checklist.notify !== null || run.emergency !== null;
  return changesDatabase(run.purpose.kind) && known ? announce(run, momentOf(ending), situation) : [];
}

function momentOf(ending: Ending): Moment {
  switch (ending.kind) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return 'cancelled';
    default:
      return assertNever(ending);
  }
}

const actorOf = (ending: Ending) => (ending.kind === 'cancelled' || ending.kind === 'rejected' ? ending.by : null);

function detailOf(ending: Ending) {
  if (ending.kind === 'failed') return { step: ending.step, code: ending.trouble.code };
  return ending.kind === 'rejected' ? { reason: ending.reason } : null;
}
