import type { EpochMs } from '../../lib/time.ts';
import type { InquiryDecision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import type { RunId, UserId } from '../ids.ts';
import type { Inquiry } from '../inquiry.ts';
import type { DeedOutcome, LocksReport, SessionAct, SessionDeed, SessionMark } from '../locks.ts';
import { markOf, type ShownSession, sameMark, shownSessions } from '../locks-report.ts';
import type { Refusal } from '../refusal.ts';

type LocksFinding = Extract<NonNullable<Inquiry['finding']>, { kind: 'locks' }>;

/** Who pressed *Cancel statement* or *End session*, for the session as the answer showed it. */
export interface DeedAsked {
  readonly deed: SessionDeed;
  readonly mark: SessionMark;
  readonly by: UserId;
  readonly now: EpochMs;
  /** From the card of this run. */
  readonly blocks?: RunId;
}

/**
 * What may be done to a session: it holds others up or is idle in a transaction, is a client's, and no run's. What it
 * does is cancelled first; the session is ended where it does nothing, or where cancelling did not help.
 */
export function deedOn({ session, behind, ofRun }: ShownSession, acts: readonly SessionAct[]): SessionDeed | null {
  const mark = markOf(session);
  const idle = session.state?.startsWith('idle in transaction') ?? false;
  if (mark === null || ofRun || session.part === 'godwit' || !session.mayEnd) return null;
  if (session.process !== 'client backend' || (behind === 0 && !idle)) return null;
  const told = acts.filter((act) => sameMark(mark, act.session));
  if (told.some(({ outcome }) => outcome === null)) return null;
  const resisted = told.some(({ deed, outcome }) => deed === 'cancel' && outcome === 'still-there');
  return session.state === 'active' && !resisted ? 'cancel' : 'end';
}

/** Somebody with the right `operate` had a session stopped: written down, and given to a worker. */
export function sessionEndAsked(inquiry: Inquiry, asked: DeedAsked): InquiryDecision {
  const { finding } = inquiry;
  if (finding?.kind !== 'locks' || 'code' in finding.report) return refuse({ code: 'press-unknown' });
  const shown = shownSessions(finding.report).find(({ session }) => sameMark(markOf(session), asked.mark));
  const refusal = settledBefore(finding, asked) ?? whyNot(shown, finding.report);
  if (refusal !== null) return refuse(refusal);
  if (shown === undefined || deedOn(shown, finding.acts) !== asked.deed)
    return refuse(nothing('it holds nobody up any more'));
  const { application, user } = shown.session;
  const { deed, mark, by, now, blocks } = asked;
  const from = blocks === undefined ? {} : { blocks };
  const act: SessionAct = { session: mark, application, user, deed, by, at: now, outcome: null, ...from };
  return {
    kind: 'proceed',
    inquiry: { ...inquiry, finding: { ...finding, acts: [...finding.acts, act] }, complete: false },
    effects: [
      { kind: 'enqueue', job: { name: 'end-sessions', inquiry: inquiry.id } },
      drawAnswer(inquiry),
      recordOf(finding, { at: now, actor: by, action: `session.${deed}-asked` }, act),
    ],
  };
}

/** The worker is done: how each ended, and what it saw afterwards. */
export function sessionsEnded(
  inquiry: Inquiry,
  done: { outcomes: ReadonlyMap<SessionAct, DeedOutcome>; report: LocksReport | null; now: EpochMs },
): InquiryDecision {
  const { finding } = inquiry;
  if (finding?.kind !== 'locks') return { kind: 'leave' };
  const outcomes = [...done.outcomes];
  const outcomeOf = (act: SessionAct) => outcomes.find(([one]) => isSame(one, act))?.[1] ?? null;
  const ended = finding.acts.map((act) => (act.outcome === null ? { ...act, outcome: outcomeOf(act) } : act));
  const news = ended.filter((act, index) => act.outcome !== finding.acts[index]?.outcome);
  const complete = ended.every(({ outcome }) => outcome !== null);
  return {
    kind: 'proceed',
    inquiry: { ...inquiry, finding: { ...finding, report: done.report ?? finding.report, acts: ended }, complete },
    effects: [
      drawAnswer(inquiry),
      ...news.map((act) => recordOf(finding, { at: done.now, actor: null, action: `session.${act.deed}-ended` }, act)),
    ],
  };
}

/** Deeds that were asked for and not done yet. */
export const pendingActs = ({ finding }: Inquiry): readonly SessionAct[] =>
  finding?.kind === 'locks' ? finding.acts.filter(({ outcome }) => outcome === null) : [];

const isSame = (one: SessionAct, other: SessionAct): boolean =>
  sameMark(one.session, other.session) && one.deed === other.deed && one.at === other.at;

/** A double press is told who was first. */
function settledBefore({ acts }: LocksFinding, { deed, mark }: DeedAsked): Refusal | null {
  const before = acts.findLast((act) => act.deed === deed && sameMark(mark, act.session));
  if (before === undefined) return null;
  const what = deed === 'cancel' ? `the statement of session ${mark.pid}` : `session ${mark.pid}`;
  return { code: 'already-settled', what, by: before.by, at: before.at };
}

function whyNot(shown: ShownSession | undefined, { run }: LocksReport): Refusal | null {
  if (shown === undefined) return nothing('that session, or its transaction, had ended when Godwit looked last');
  if (!shown.ofRun || run === null) return null;
  return nothing(`session ${shown.session.pid} belongs to run ${run.id}, which is cancelled instead`);
}

const refuse = (refusal: Refusal): InquiryDecision => ({ kind: 'refuse', refusal });
const nothing = (why: string): Refusal => ({ code: 'nothing-to-do', why });

const drawAnswer = ({ id, channel }: Inquiry): Effect => ({
  kind: 'draw',
  message: { kind: 'answer', inquiry: id, channel },
  urgency: 'result',
});

function recordOf(
  { environment }: LocksFinding,
  what: { at: EpochMs; actor: UserId | null; action: string },
  { session, application, user, outcome, blocks }: SessionAct,
): Effect {
  const detail = { ...session, application, user, ...(outcome === null ? {} : { outcome }) };
  return { kind: 'record', entry: { ...what, environment, run: blocks ?? null, detail } };
}
