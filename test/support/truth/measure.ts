import pg from 'pg';
import { type LockMode, lockModes } from '../../../src/review/types.ts';

/** What a statement did to one relation that was there before it. */
export interface Truth {
  readonly lock: LockMode | null;
  /** The relation has a new file. */
  readonly rewritten: boolean;
  /** The whole relation was read, as the server's own counters say. */
  readonly scanned: boolean;
  /** It was read at all, be it by an index. */
  readonly read: boolean;
}

export type Outcome =
  /** `rows` is how many it changed or gave; null where it speaks of none. */
  | { readonly kind: 'ran'; readonly relations: ReadonlyMap<string, Truth>; readonly rows: number | null }
  /** `code` is the SQLSTATE. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

interface Seen {
  readonly oid: number;
  readonly name: string;
  readonly file: number;
  readonly scans: number;
  readonly indexScans: number;
  readonly modes: readonly string[];
}

const look = `
  SELECT c.oid::int, CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
    coalesce(pg_relation_filenode(c.oid), 0)::int AS file, coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int AS scans,
    (SELECT coalesce(sum(pg_stat_get_xact_numscans(i.indexrelid)), 0)::int FROM pg_index i WHERE i.indrelid = c.oid) AS "indexScans",
    ARRAY(SELECT l.mode FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.relation = c.oid AND l.granted AND l.locktype = 'relation') AS modes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname !~ '^pg_|^information_schema'`;

/** What a partition may hold is read through its parents once, and then kept: a session's first statement counts. */
const forget = 'UPDATE pg_class SET relname = relname WHERE relispartition';

/** Runs a statement in a transaction of its own and says what it did. Kept, or taken back as if it had not been. */
export async function measure(client: pg.Client, sql: string, keep: boolean): Promise<Outcome> {
  await client.query(forget);
  await client.query('BEGIN');
  try {
    const before = (await client.query<Seen>(look)).rows;
    const { rowCount: rows } = await client.query(sql);
    const after = new Map((await client.query<Seen>(look)).rows.map((row) => [row.oid, row]));
    const held = after.size < before.length ? await locksHeld(client) : new Map<number, string[]>();
    const relations = new Map(
      before.map((old) => [old.name, compare(old, after.get(old.oid), held.get(old.oid) ?? [])]),
    );
    if (keep) await client.query('COMMIT');
    return { kind: 'ran', relations, rows };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return { kind: 'refused', code: error.code ?? '', message: error.message };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Also on relations that are gone, or that went to another schema. */
async function locksHeld(client: pg.Client): Promise<Map<number, string[]>> {
  const { rows } = await client.query<{ oid: number; modes: string[] }>(
    "SELECT relation::int AS oid, array_agg(mode) AS modes FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted GROUP BY 1",
  );
  return new Map(rows.map(({ oid, modes }) => [oid, modes]));
}

function compare(old: Seen, now: Seen | undefined, heldWithout: readonly string[]): Truth {
  const modes = now?.modes ?? heldWithout;
  const scanned = now !== undefined && now.scans > old.scans;
  return {
    lock: lockModes.filter((mode) => modes.includes(`${mode}Lock`)).at(-1) ?? null,
    rewritten: now !== undefined && now.file !== old.file,
    scanned,
    read: scanned || (now !== undefined && now.indexScans > old.indexScans),
  };
}
