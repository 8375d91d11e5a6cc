import type { Holder, LockSnapshot, LockWait, PreparedSeen, SessionSeen } from '../../domain/locks.ts';
import type { TargetSql } from '../../ports/target.ts';
import { withoutLiterals } from '../without-literals.ts';
import { locksQuery } from './query.ts';

type SessionRow = Omit<SessionSeen, 'kind'>;

interface WaitRow {
  readonly pid: number;
  readonly mode: string;
  readonly ms: number | null;
  readonly locktype: string;
  readonly name: string | null;
  readonly prismaLock: boolean;
}

interface Row extends Record<string, unknown> {
  readonly waiting: number;
  readonly waits: readonly WaitRow[];
  readonly edges: readonly { readonly pid: number; readonly blocker: number }[];
  readonly prepared: readonly (Omit<PreparedSeen, 'kind'> & { readonly pid: number })[];
  readonly sessions: readonly SessionRow[];
  readonly idle: readonly SessionRow[];
  readonly idleCount: number;
  readonly idleMs: number | null;
  readonly hidden: number;
}

/** Who waits for whom in the session's database, in one round trip. Throws `SqlError` where the server refuses. */
export async function readLocks(sql: TargetSql): Promise<LockSnapshot> {
  const [row] = await sql.query<Row>(locksQuery);
  if (row === undefined) throw new Error('reading locks: one row was asked for and none came');
  return {
    waiting: row.waiting,
    holders: [...row.sessions.map((session) => holderOf(session, row)), ...preparedOf(row)],
    idle: { count: row.idleCount, oldestMs: row.idleMs, oldest: row.idle.map(sessionOf) },
    hidden: row.hidden,
  };
}

const statementLimit = 240;
const nameLimit = 80;
const short = (name: string | null): string | null => (name === null ? null : name.slice(0, nameLimit));

const sessionOf = (row: SessionRow): SessionSeen => ({
  kind: 'session',
  ...row,
  application: short(row.application),
  statement: row.statement === null ? null : withoutLiterals(row.statement, statementLimit),
});

function holderOf(session: SessionRow, { waits, edges, prepared }: Row): Holder {
  const { pid } = session;
  const wait = waits.find((one) => one.pid === pid);
  const blockers = edges.filter((edge) => edge.pid === pid).map(({ blocker }) => String(blocker));
  const inTwoPhases = prepared.filter((one) => one.pid === pid).map(preparedId);
  return {
    id: String(pid),
    who: sessionOf(session),
    wait: wait === undefined ? null : waitOf(wait),
    blockedBy: [...blockers, ...inTwoPhases],
  };
}

const preparedId = ({ gid }: { readonly gid: string }): string => `prepared:${gid.slice(0, nameLimit)}`;

function preparedOf({ prepared }: Row): readonly Holder[] {
  const byId = new Map(prepared.map((one) => [preparedId(one), one]));
  return [...byId].map(([id, { gid, user, preparedMs }]) => ({
    id,
    who: { kind: 'prepared', gid: gid.slice(0, nameLimit), user, preparedMs },
    wait: null,
    blockedBy: [],
  }));
}

const kinds: Readonly<Record<string, LockWait['on']>> = {
  relation: 'relation',
  tuple: 'row',
  transactionid: 'transaction',
  virtualxid: 'snapshot',
  advisory: 'advisory',
};

function waitOf({ mode, ms, locktype, name, prismaLock }: WaitRow): LockWait {
  const kind = kinds[locktype] ?? 'other';
  const rowKnown = kind === 'transaction' && name !== null;
  return {
    on: prismaLock ? 'prisma-lock' : rowKnown ? 'row' : kind,
    name: kind === 'other' ? locktype : short(name),
    mode: mode.replace(/Lock$/, ''),
    ms,
  };
}
