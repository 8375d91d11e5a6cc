import type { EpochMs } from '../lib/time.ts';
import type { HostLockOwner } from './inquiry.ts';
import { lockTree } from './lock-tree.ts';
import type { LockNode, LockSnapshot, LocksReport, RunAtWork, SessionMark, SessionSeen } from './locks.ts';
import type { Run } from './run.ts';

/** A row of Slack's message and a picture both end somewhere; whoever stands here still counts as waiting. */
const mostNodes = 100;

/** What was seen, as it is shown: the tree, and which sessions belong to the run that works on the environment. */
export function locksReport(seen: LockSnapshot, at: { run: RunAtWork | null; now: EpochMs }): LocksReport {
  const { nodes, levels } = lockTree(seen);
  const { waiting, idle, hidden } = seen;
  return {
    lookedAt: at.now,
    waiting,
    levels,
    nodes: nodes.slice(0, mostNodes).map((node) => ({ ...node, ofRun: isOfRun(node.who, at.run) })),
    more: Math.max(0, nodes.length - mostNodes),
    idle,
    hidden,
    run: at.run,
  };
}

/** The run that works on an environment: one of this Godwit, or of another whose lock stands on the host; null: none. */
export function runAtWork(run: Run | null, owner: HostLockOwner | null, now: EpochMs): RunAtWork | null {
  const startedAt = run === null ? null : startOf(run);
  if (run !== null && startedAt !== null) {
    const migrates = run.purpose.kind !== 'backup' && run.purpose.kind !== 'restore';
    return { id: run.id, own: true, migrates, ms: now - startedAt };
  }
  return owner === null ? null : { id: owner.run, own: false, migrates: true, ms: now - owner.since };
}

function startOf({ state }: Run): EpochMs | null {
  if (state.kind === 'running' || state.kind === 'outcome-unknown') return state.startedAt;
  return state.kind === 'queued' ? (state.resume?.startedAt ?? null) : null;
}

/** What a run's steps and a team's scripts call on the host. */
const tools: readonly (string | null)[] = ['pg_dump', 'pg_restore', 'psql'];

/** Whether a session is, or may be, one of the run's: the holder of Prisma's lock, or a tool that began after the run. */
export function isOfRun(who: LockNode['who'], run: RunAtWork | null): boolean {
  if (run === null || who.kind === 'prepared') return false;
  const { part, application, sessionMs } = who;
  if (part !== 'app') return part === 'godwit' || run.migrates;
  return tools.includes(application) && (sessionMs === null || run.ms === null || sessionMs <= run.ms);
}

/** A session that an answer shows, with what it does to others. */
export interface ShownSession {
  readonly session: SessionSeen;
  readonly behind: number;
  readonly ofRun: boolean;
}

/** Everybody of the answer who might be told to stop: the tree's sessions first, then those idle in a transaction. */
export function shownSessions({ nodes, idle, run }: LocksReport): readonly ShownSession[] {
  const inTree = nodes.flatMap(({ who, behind, ofRun }) =>
    who.kind === 'session' ? [{ session: who, behind, ofRun }] : [],
  );
  const others = idle.oldest.filter(({ pid }) => !inTree.some(({ session }) => session.pid === pid));
  return [...inTree, ...others.map((session) => ({ session, behind: 0, ofRun: isOfRun(session, run) }))];
}

/** What tells the session from every other; null where the login may not see enough of it. */
export function markOf({ pid, backendStart, transactionStart }: SessionSeen): SessionMark | null {
  return backendStart === null ? null : { pid, backendStart, transactionStart };
}

export const sameMark = (one: SessionMark | null, other: SessionMark): boolean =>
  one !== null &&
  one.pid === other.pid &&
  one.backendStart === other.backendStart &&
  one.transactionStart === other.transactionStart;
