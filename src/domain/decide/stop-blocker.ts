import type { InquiryDecision } from '../decision.ts';
import type { Environment } from '../environment.ts';
import type { InquiryId } from '../ids.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Blocker, LocksReport, SessionDeed, SessionMark, SessionSeen } from '../locks.ts';
import { runAtWork, sameMark } from '../locks-report.ts';
import type { Run } from '../run.ts';
import { type DeedAsked, sessionEndAsked } from './end-session.ts';

/** Whom the run's migration waits for, or waited for in vain before its next try. */
export function waitedFor({ steps }: Run): readonly Blocker[] {
  const deploy = steps.find(({ name }) => name === 'deploy')?.state;
  return deploy?.kind === 'running' ? (deploy.blockers ?? []) : [];
}

/** What it does is cancelled; where it does nothing, the session is ended. */
export const deedOnBlocker = ({ state }: Blocker): SessionDeed => (state === 'active' ? 'cancel' : 'end');

/**
 * Somebody with the right `operate` had a session stopped from the card of a run: an answer of its own in the
 * environment's channel, with what the run saw; a worker looks anew before it does anything, and says there what came of it.
 */
export function blockerStopAsked(
  run: Run,
  asked: DeedAsked,
  at: { environment: Pick<Environment, 'id' | 'channel'>; id: InquiryId },
): InquiryDecision {
  const blocker = waitedFor(run).find(({ mark }) => sameMark(mark, asked.mark));
  if (blocker === undefined) {
    return {
      kind: 'refuse',
      refusal: { code: 'nothing-to-do', why: 'the migration does not wait for that session now' },
    };
  }
  const { environment, id } = at;
  const inquiry: Inquiry = {
    id,
    question: { kind: 'locks', environment: environment.id },
    askedBy: asked.by,
    askedAt: asked.now,
    channel: environment.channel,
    answer: { kind: 'posted' },
    finding: { kind: 'locks', environment: environment.id, report: seenByRun(run, { blocker, ...asked }), acts: [] },
    complete: false,
  };
  return sessionEndAsked(inquiry, { ...asked, blocks: run.id });
}

/** What a watch of the run saw, as an answer shows it. */
function seenByRun(
  run: Run,
  { blocker, mark, now }: Pick<DeedAsked, 'mark' | 'now'> & { readonly blocker: Blocker },
): LocksReport {
  const who = sessionOf(blocker, mark);
  const node = {
    id: String(who.pid),
    depth: 0,
    who,
    wait: null,
    behind: 1,
    alsoBehind: [],
    deadlock: false,
    ofRun: false,
  };
  return {
    lookedAt: now,
    waiting: 1,
    levels: 1,
    nodes: [node],
    more: 0,
    idle: { count: 0, oldestMs: null, oldest: [] },
    hidden: 0,
    run: runAtWork(run, null, now),
  };
}

const sessionOf = ({ application, user, state, ageMs }: Blocker, mark: SessionMark): SessionSeen => ({
  kind: 'session',
  ...mark,
  ...{ application, user, state },
  process: 'client backend',
  stateMs: null,
  transactionMs: ageMs,
  sessionMs: null,
  statement: null,
  mayEnd: true,
  part: 'app',
});
