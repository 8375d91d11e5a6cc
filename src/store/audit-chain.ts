import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { AuditEntry } from '../domain/effect.ts';
import type { EnvironmentId, RunId, UserId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import { canonicalAudit } from './commit-effects.ts';
import { json } from './documents/scalars.ts';

/** An entry at its place in the chain. */
export interface AuditLink {
  /** 1 for the first one. */
  readonly sequence: number;
  readonly entry: AuditEntry;
  /** SHA-256 of the hash before and this entry's canonical JSON, in hex. */
  readonly hash: string;
}

/**
 * What became of a chain. `changed`: the entry is not what its hash covers. `missing`: an entry is gone from between two.
 * `cut-off`: the last ones are gone. `unrecorded`: it was written past the chain. `head-changed`: only the chain's end differs.
 */
export type AuditState =
  | { readonly kind: 'intact'; readonly entries: number; readonly hash: string }
  | {
      readonly kind: 'broken';
      readonly sequence: number;
      readonly why: 'changed' | 'missing' | 'cut-off' | 'unrecorded' | 'head-changed';
      /** The entry that stands there; where none does, the one before; null where there is neither. */
      readonly entry: AuditEntry | null;
    };

/** Proves that every entry still is what was written, none is missing, and the last one is the chain's end. */
export function checkAudit(pool: pg.Pool): Promise<AuditState> {
  return inSnapshot(pool, async (client) => {
    const head = await headOf(client);
    let last: AuditLink | null = null;
    let broken: AuditState | null = null;
    await eachLink(client, async (link) => {
      broken ??= breakAt(last, link, head);
      last = link;
      return broken === null;
    });
    return broken ?? stateAtEnd(last, head);
  });
}

/** Hands over the whole chain, the first entry first; each one is awaited before the next is read. */
export function readAudit(pool: pg.Pool, take: (link: AuditLink) => Promise<void>): Promise<void> {
  return inSnapshot(pool, (client) =>
    eachLink(client, async (link) => {
      await take(link);
      return true;
    }),
  );
}

interface Head {
  readonly sequence: number;
  readonly hash: string;
}

function breakAt(last: AuditLink | null, link: AuditLink, head: Head): AuditState | null {
  const sequence = (last?.sequence ?? 0) + 1;
  if (link.sequence !== sequence) return { kind: 'broken', sequence, why: 'missing', entry: last?.entry ?? null };
  if (link.hash !== nextHash(last?.hash ?? '', link.entry)) {
    return { kind: 'broken', sequence, why: 'changed', entry: link.entry };
  }
  return sequence > head.sequence ? { kind: 'broken', sequence, why: 'unrecorded', entry: link.entry } : null;
}

function stateAtEnd(last: AuditLink | null, head: Head): AuditState {
  const sequence = last?.sequence ?? 0;
  const entry = last?.entry ?? null;
  if (sequence < head.sequence) return { kind: 'broken', sequence: sequence + 1, why: 'cut-off', entry };
  const hash = last?.hash ?? '';
  return hash === head.hash
    ? { kind: 'intact', entries: sequence, hash }
    : { kind: 'broken', sequence, why: 'head-changed', entry };
}

const nextHash = (previous: string, entry: AuditEntry): string | null => {
  // A time that is none (`infinity`) was never written by Godwit, and has no canonical form.
  if (!Number.isFinite(entry.at)) return null;
  return createHash('sha256')
    .update(`${previous}${canonicalAudit(entry)}`)
    .digest('hex');
};

/** One view of the tables for as long as the chain is read: what is appended meanwhile belongs to the next look. */
async function inSnapshot<T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await read(client);
  } finally {
    // Whatever became of the reading: closing the connection ends its transaction.
    client.release(true);
  }
}

async function headOf(client: pg.PoolClient): Promise<Head> {
  const { rows } = await client.query<{ sequence: string; hash: string }>('SELECT sequence, hash FROM audit_head');
  const [head] = rows;
  return { sequence: Number(head?.sequence ?? 0), hash: head?.hash ?? '' };
}

const page = 1_000;
const select = `
  SELECT sequence, round(extract(epoch FROM at) * 1000) AS at, actor, action, environment, run, detail, hash
  FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT ${page}`;

interface Row {
  readonly sequence: string;
  readonly at: string;
  readonly actor: UserId | null;
  readonly action: string;
  readonly environment: EnvironmentId | null;
  readonly run: RunId | null;
  readonly detail: unknown;
  readonly hash: string;
}

const linkOf = ({ sequence, at, hash, detail, ...rest }: Row): AuditLink => ({
  sequence: Number(sequence),
  entry: { at: epochMs(Number(at)), ...rest, detail: json.parse(detail) },
  hash,
});

/** Page by page, so that memory stays small however long the chain is; `take` answers whether to go on. */
async function eachLink(client: pg.PoolClient, take: (link: AuditLink) => Promise<boolean>): Promise<void> {
  for (let after = '-1'; ; ) {
    const { rows } = await client.query<Row>(select, [after]);
    for (const row of rows) {
      if (!(await take(linkOf(row)))) return;
      after = row.sequence;
    }
    if (rows.length < page) return;
  }
}
