import { deedOn } from '../domain/decide/end-session.ts';
import { waitedFor } from '../domain/decide/stop-blocker.ts';
import type { DeedOutcome, LocksReport, SessionAct } from '../domain/locks.ts';
import { locksReport, markOf, runAtWork, sameMark, shownSessions } from '../domain/locks-report.ts';
import type { TargetSql } from '../ports/target.ts';
import { lockName } from './lock-name.ts';
import type { LocksSite } from './locks.ts';
import { lookAt } from './look.ts';

type Site = LocksSite & { readonly pause: (ms: number) => Promise<void> };

/** How long a session may take to obey, and how often that is looked at. */
const patienceMs = 5_000;
const pauseMs = 200;

/** What became of the deeds, and what was seen afterwards. */
export interface Ended {
  readonly outcomes: ReadonlyMap<SessionAct, DeedOutcome>;
  /** Null: the database could not be reached. */
  readonly report: LocksReport | null;
}

/** Cancels or ends the sessions, each only where it still does what it was to be stopped for, and looks again. */
export async function endSessions(site: Site, acts: readonly SessionAct[]): Promise<Ended> {
  const looked = await lookAt(site, async (_, session) => {
    const outcomes = new Map<SessionAct, DeedOutcome>();
    for (const act of acts) outcomes.set(act, await endOne(site, session, act));
    return { outcomes, report: await reportOf(site, session) };
  });
  if (looked.kind === 'seen') return looked.value;
  return { outcomes: new Map(acts.map((act) => [act, 'unreachable'])), report: null };
}

async function reportOf({ environment, host, targets, executing, now }: Site, sql: TargetSql): Promise<LocksReport> {
  const [locks, run, owner] = await Promise.all([
    targets.locks(sql),
    executing(),
    host.lockOwner(lockName(environment)),
  ]);
  return locksReport(locks, { run: runAtWork(run, owner, now()), now: now() });
}

async function endOne(site: Site, sql: TargetSql, act: SessionAct): Promise<DeedOutcome> {
  const before = (await stillBlocks(site, act)) ? null : whyNot(await reportOf(site, sql), act);
  if (before !== null && before !== 'gone') return before;
  if (before === 'gone') return (await site.targets.transactionStands(sql, act.session)) ? 'harmless' : 'gone';
  const told = await site.targets.endSession(sql, act.session, act.deed);
  return told === 'sent' ? await obeyed(site, sql, act) : told;
}

/** Between two tries of a migration nobody waits for its blocker: then what the run knows of it counts. */
async function stillBlocks({ executing }: Site, { blocks, session }: SessionAct): Promise<boolean> {
  const run = blocks === undefined ? null : await executing();
  return run !== null && run.id === blocks && waitedFor(run).some(({ mark }) => sameMark(mark, session));
}

/** Null: it may be told now. `gone`: it is not among those who hold others up or are idle in a transaction. */
function whyNot(report: LocksReport, act: SessionAct): DeedOutcome | null {
  const shown = shownSessions(report).find(({ session }) => sameMark(markOf(session), act.session));
  if (shown === undefined) return 'gone';
  if (shown.ofRun || shown.session.part === 'godwit') return 'protected';
  if (!shown.session.mayEnd) return 'not-permitted';
  return deedOn(shown, []) === null ? 'harmless' : null;
}

async function obeyed(site: Site, sql: TargetSql, act: SessionAct): Promise<DeedOutcome> {
  const deadline = site.now() + patienceMs;
  for (;;) {
    if (await isOver(site, sql, act)) return 'done';
    if (site.now() > deadline) return 'still-there';
    await site.pause(pauseMs);
  }
}

/** A cancelled statement may leave its transaction open, without its locks. */
async function isOver({ targets }: Site, sql: TargetSql, { session, deed }: SessionAct): Promise<boolean> {
  if (!(await targets.transactionStands(sql, session))) return true;
  if (deed === 'end') return false;
  const { holders } = await targets.locks(sql);
  return !holders.some(({ blockedBy }) => blockedBy.includes(String(session.pid)));
}
