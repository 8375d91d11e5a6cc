import type { InquiryId } from '../../../src/domain/ids.ts';
import type { Finding, Inquiry } from '../../../src/domain/inquiry.ts';
import type { Blocker, Holder, LockSnapshot, RunAtWork, SessionMark, SessionSeen } from '../../../src/domain/locks.ts';
import { locksReport } from '../../../src/domain/locks-report.ts';
import { at, production, runId } from './samples.ts';

export const idleMark: SessionMark = { pid: 811, backendStart: '1764000000.000811', transactionStart: '1764003600.5' };
export const activeMark: SessionMark = {
  pid: 902,
  backendStart: '1764000000.000902',
  transactionStart: '1764003660.5',
};

export const aSession = (more: Partial<SessionSeen> = {}): SessionSeen => ({
  kind: 'session',
  ...activeMark,
  application: 'app',
  user: 'app',
  process: 'client backend',
  state: 'active',
  stateMs: 180_000,
  transactionMs: 180_000,
  sessionMs: 3_600_000,
  statement: 'UPDATE "Order" SET "status" = ? WHERE "id" = ?',
  mayEnd: true,
  part: 'app',
  ...more,
});

export const aBlocker = (more: Partial<Blocker> = {}): Blocker => ({
  ...{ pid: idleMark.pid, application: 'long report', user: 'ana', state: 'idle in transaction', ageMs: 60_000 },
  mark: idleMark,
  ...more,
});

const modeOf = (statement: string | null = ''): string =>
  statement?.startsWith('SELECT') ? 'AccessShare' : 'AccessExclusive';

/** A holder that waits for these; nobody is meant by no id. */
export const aHolder = (
  pid: number,
  blockedBy: readonly (number | string)[],
  more: Partial<SessionSeen> = {},
): Holder => ({
  id: String(pid),
  who: aSession({ pid, backendStart: `1764000000.000${pid}`, ...more }),
  wait:
    blockedBy.length === 0
      ? null
      : { on: 'relation', name: '"Order"', mode: modeOf(more.statement), ms: 192_000 - pid },
  blockedBy: blockedBy.map(String),
});

const worker = { application: 'app-worker', state: 'idle in transaction', stateMs: 240_000, transactionMs: 250_000 };
const idle = aSession({ ...idleMark, ...worker });
export const threeDeep: LockSnapshot = {
  waiting: 3,
  holders: [
    { id: '811', who: idle, wait: null, blockedBy: [] },
    aHolder(902, [811], {
      ...activeMark,
      application: 'console',
      user: 'dan',
      statement: 'ALTER TABLE "Order" ADD COLUMN "note" text',
    }),
    aHolder(903, [902], { statement: 'SELECT * FROM "Order" WHERE "id" = $1' }),
    aHolder(904, [902], { statement: 'SELECT * FROM "Order" WHERE "id" = $1' }),
  ],
  idle: { count: 1, oldestMs: 250_000, oldest: [idle] },
  hidden: 0,
};
export const nothingWaits: LockSnapshot = {
  waiting: 0,
  holders: [],
  idle: { count: 0, oldestMs: null, oldest: [] },
  hidden: 0,
};
export const ownRun: RunAtWork = { id: runId, own: true, migrates: true, ms: 60_000 };

export const locksFinding = (
  seen: LockSnapshot = threeDeep,
  run: RunAtWork | null = null,
): Extract<Finding, { kind: 'locks' }> => ({
  kind: 'locks',
  environment: production.id,
  report: locksReport(seen, { run, now: at() }),
  acts: [],
});

export const locksInquiry = (more: Partial<Inquiry> = {}): Inquiry => ({
  id: 'q1' as InquiryId,
  question: { kind: 'locks', environment: production.id },
  askedBy: 'U01' as Inquiry['askedBy'],
  askedAt: at(),
  channel: production.channel,
  answer: { kind: 'in-channel', url: 'https://hooks.test/1' },
  finding: locksFinding(),
  complete: true,
  ...more,
});
