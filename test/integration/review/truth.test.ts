import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogOf } from '../../../src/database/catalog.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import { atLeast } from '../../../src/review/order.ts';
import { loadParser, type Parser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import { type LockMode, lockModes, type RelationReview } from '../../../src/review/types.ts';
import { freshDatabase } from '../../support/databases.ts';
import { schema, statements } from './truth-schema.ts';

let client: pg.Client;
let parser: Parser;
let catalog: Catalog;

beforeAll(async () => {
  client = new pg.Client({ connectionString: await freshDatabase('truth') });
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  await client.query(schema);
  parser = await loadParser();
  const read = await catalogOf(parser, async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  if (read.kind === 'unusable') throw new Error(read.why);
  ({ catalog } = read);
});

afterAll(() => client.end());

interface Truth {
  readonly lock: LockMode | null;
  readonly rewritten: boolean;
  readonly scanned: boolean;
}

interface Before {
  readonly name: string;
  readonly file: number;
  readonly scans: number;
}

const relations = `
  SELECT c.oid::int, c.relname AS name, coalesce(pg_relation_filenode(c.oid), 0)::int AS file,
    coalesce(s.seq_scan, 0)::int AS scans
  FROM pg_class c LEFT JOIN pg_stat_xact_user_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'p', 'm', 'v') AND c.relnamespace = 'public'::regnamespace`;

const locks =
  "SELECT relation::int AS oid, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted";

/** What a statement did to every relation that was there, or null where PostgreSQL refuses it. Nothing of it stays. */
async function truthOf(sql: string): Promise<ReadonlyMap<string, Truth> | null> {
  await client.query('BEGIN');
  try {
    const before = new Map((await client.query<Before & { oid: number }>(relations)).rows.map((row) => [row.oid, row]));
    await client.query(sql);
    const held = (await client.query<{ oid: number; mode: string }>(locks)).rows;
    const after = new Map((await client.query<Before & { oid: number }>(relations)).rows.map((row) => [row.oid, row]));
    return new Map(
      [...before].map(([oid, old]) => [
        old.name,
        compare(
          old,
          after.get(oid),
          held.filter((one) => one.oid === oid).map(({ mode }) => mode),
        ),
      ]),
    );
  } catch (error) {
    if (error instanceof pg.DatabaseError) return null;
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

function compare(old: Before, now: Before | undefined, modes: readonly string[]): Truth {
  const strongest = lockModes.filter((mode) => modes.includes(`${mode}Lock`)).at(-1) ?? null;
  return {
    lock: strongest,
    rewritten: now !== undefined && now.file !== old.file,
    scanned: now !== undefined && now.scans > old.scans,
  };
}

/** How the forecast for one relation stands to the truth. */
function judge(truth: Truth, said: RelationReview | undefined): 'equal' | 'stronger' | string {
  const lock = said?.lock ?? null;
  const work = said?.work ?? 'metadata';
  if (truth.lock !== null && !atLeast(lock, truth.lock)) return `weaker lock: ${lock} for ${truth.lock}`;
  if (truth.rewritten && work !== 'rewrite') return `weaker work: ${work} for a rewrite`;
  if (truth.scanned && work === 'metadata') return 'weaker work: metadata for a scan';
  const sameLock = lock === truth.lock;
  const sameWork = (work === 'rewrite') === truth.rewritten && (truth.scanned || work !== 'scan');
  return sameLock && sameWork ? 'equal' : 'stronger';
}

test('the forecast is never weaker than what PostgreSQL does, and nearly always the same', async () => {
  const weaker: string[] = [];
  const stronger: string[] = [];
  let ran = 0;
  for (const sql of statements) {
    const truth = await truthOf(sql);
    if (truth === null) continue;
    ran += 1;
    const review = reviewPlan({
      parser,
      files: [{ path: 'a.sql', sql }],
      catalog,
      serverVersion: 15,
      atomicity: null,
    });
    const said = new Map(review.files[0]?.statements[0]?.relations.map((one) => [one.name, one]));
    const judged = [...truth].map(([name, one]) => ({ name, one, as: judge(one, said.get(name)) }));
    const wrong = judged.filter(({ as }) => as.startsWith('weaker'));
    weaker.push(...wrong.map(({ name, as }) => `${sql}: ${name}: ${as}`));
    const more = judged.filter(({ as }) => as === 'stronger');
    if (wrong.length === 0 && more.length > 0) {
      const words = more.map(
        ({ name, one }) =>
          `${name} said ${said.get(name)?.lock}/${said.get(name)?.work}, is ${one.lock}${one.rewritten ? ' rewritten' : ''}${one.scanned ? ' scanned' : ''}`,
      );
      stronger.push(`${sql}: ${words.join('; ')}`);
    }
  }
  const equal = 1 - stronger.length / ran;
  console.log(`${ran} statements ran of ${statements.length}; forecast equal in ${(100 * equal).toFixed(1)} %`);
  expect(ran).toBeGreaterThan(400);
  expect(weaker).toEqual([]);
  expect(equal, stronger.join('\n')).toBeGreaterThanOrEqual(0.97);
}, 120_000);
