import { after, type EpochMs } from '../lib/time.ts';
import type { Emergency } from './emergency-types.ts';
import type { UserId } from './ids.ts';
import { everyoneOf } from './people.ts';
import { mayDo } from './rights.ts';
import type { Run } from './run.ts';
import type { Situation } from './situation.ts';

/** The longest reason, in characters. */
export const longestReason = 500;

/** An emergency that a closed gate held up for so long is over: nothing may start unseen hours later. */
const emergencyExpiresMs = 60 * 60_000;

/** When a request ends that has not started by then. */
export const expiryOf = ({ at }: Emergency): EpochMs => after(at, emergencyExpiresMs);

/** Whether it should have started before now. */
export const isOverdue = ({ emergency }: Pick<Run, 'emergency'>, now: EpochMs): boolean =>
  emergency !== null && now >= expiryOf(emergency);

/**
 * Whether a run waits neither for people nor for time: somebody declared an emergency who holds the right now. Without
 * the right it is a deploy like any other.
 */
export function waitsForNobody({ emergency }: Run, { environment: { policy }, people }: Situation): boolean {
  return emergency !== null && mayDo('emergency', emergency.by, policy, people) === 'yes';
}

/** The deploy that was done in an emergency and that nobody has looked at since; null for any other run. */
export function unreviewed({ emergency, state }: Pick<Run, 'emergency' | 'state'>): Emergency | null {
  const done = state.kind === 'ended' && state.startedAt !== null;
  return done && emergency?.reviewed === null ? emergency : null;
}

/** Who may look at it afterwards: those who may approve, neither who asked for it nor who declared the emergency. */
export function laterReviewersOf(run: Run, { environment: { policy }, people }: Situation): readonly UserId[] {
  const { approve } = policy.rights;
  const named = approve === 'members' ? [] : everyoneOf(approve, people);
  return named.filter((person) => person !== run.requestedBy && person !== run.emergency?.by);
}

const hour = 60 * 60_000;
/** How long after one call for the review the next one comes; the last one repeats. */
const reminderSteps = [hour, 4 * hour, 24 * hour, 72 * hour, 7 * 24 * hour] as const;

/** The next reminder, after so many. */
export const nextReminder = (reminders: number, now: EpochMs): EpochMs =>
  after(now, reminderSteps[reminders] ?? 7 * 24 * hour);
