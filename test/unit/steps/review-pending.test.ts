import { describe, expect, it, vi } from 'vitest';
import type { Review } from '../../../src/domain/review.ts';
import type { CatalogSeen, TargetSession, Targets } from '../../../src/ports/target.ts';
import { catalogFromDdl, withSizes } from '../../../src/review/catalog/from-ddl.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPending } from '../../../src/steps/review-pending.ts';
import type { SessionLimits } from '../../../src/steps/session-settings.ts';
import { sum } from './samples.ts';

const parser = await loadParser();
const schema = 'CREATE TABLE orders (id int PRIMARY KEY, note text);';

function catalogWith(rows: number): CatalogSeen {
  const made = catalogFromDdl(parser, schema, { serverVersion: 15 });
  if (made.kind !== 'catalog') throw new Error(made.why);
  const sizes = [{ schema: 'public', name: 'orders', rows, bytes: rows * 100 }];
  return { kind: 'catalog', catalog: withSizes(made.catalog, sizes) };
}

/** Reviews files given by name and text; null stands for one that is gone. */
function reviewed(
  texts: Readonly<Record<string, string | null>>,
  at: { seen?: CatalogSeen; earlier?: Review | null; limits?: SessionLimits } = {},
) {
  const names = Object.keys(texts);
  const session = {
    project: { prismaVersion: '7.10.0' },
    sqlOf: async (name: string) => texts[name] ?? null,
  } as unknown as TargetSession;
  const targets = { catalog: vi.fn(async () => at.seen ?? catalogWith(1_000_000)) } as unknown as Targets;
  const pending = names.map((name, place) => ({ name, sha256: sum(String(place)) }));
  return reviewPending({ targets, session, pending, earlier: at.earlier ?? null, limits: at.limits ?? null });
}

const index = 'CREATE INDEX orders_note_idx ON orders (note);';

describe('reviewPending', () => {
  it('says of each file what it locks, and keeps every statement for reading', async () => {
    const { review, detail, sql } = await reviewed({
      a_vault: 'CREATE TABLE vault (id int PRIMARY KEY);',
      b_index: `SELECT 1;\n-- a comment\n${index}`,
    });
    expect(review).toMatchObject({
      kind: 'reviewed',
      verdict: 'risky',
      blind: null,
      files: [
        { name: 'a_vault', verdict: 'safe', statements: 1, locks: [] },
        { name: 'b_index', verdict: 'risky', locks: [{ table: 'orders', lock: 'Share', work: 'index-build' }] },
      ],
      sizes: [{ table: 'orders', small: false }],
    });
    const finding = review?.kind === 'reviewed' ? review.findings[0] : undefined;
    expect(finding).toMatchObject({ rule: 'L01', severity: 'risky', file: 'b_index', statement: 1, table: 'orders' });
    expect(finding?.held?.toMs).toBeGreaterThan(1_000);
    const [, second] = detail?.files[1]?.statements ?? [];
    expect(second).toMatchObject({ line: 3, sql: index.slice(0, -1), verdict: 'risky' });
    expect(second?.findings[0]?.remedy).toContain('CREATE INDEX CONCURRENTLY');
    expect(sql.get(sum('1'))).toContain(index);
  });

  it('sees an allowance, which takes the weight and not the finding', async () => {
    const { review } = await reviewed({ a: `-- godwit: allow L01 nobody writes at night\n${index}` });
    const [finding] = review?.kind === 'reviewed' ? review.findings : [];
    expect(finding).toMatchObject({ rule: 'L01', severity: 'risky', allowance: 'nobody writes at night' });
  });

  it('knows the limits that the deploy gives its session, and that none is given for locks to a concurrent build', async () => {
    const limits = { lockTimeoutMs: 2_000, statementTimeoutMs: 60_000 };
    const rulesOf = async (texts: Parameters<typeof reviewed>[0], at: Parameters<typeof reviewed>[1]) => {
      const { detail } = await reviewed(texts, at);
      const statements = detail?.files.flatMap((file) => file.statements) ?? [];
      return statements.flatMap(({ findings }) => findings.map(({ rule }) => rule)).sort();
    };
    const add = 'ALTER TABLE orders ADD COLUMN more text;';
    const build = 'CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);';
    expect(await rulesOf({ a: add }, {})).toEqual(['L28', 'L29']);
    expect(await rulesOf({ a: add }, { limits })).toEqual([]);
    expect(await rulesOf({ a: add }, { limits: { ...limits, statementTimeoutMs: null } })).toEqual(['L29']);
    expect(await rulesOf({ a: add, b: build }, { limits })).toEqual(expect.arrayContaining(['L28']));
    expect(await rulesOf({ a: `SET lock_timeout = 0;\n${add}` }, { limits })).toEqual(['L28']);
  });

  it('reviews without the database where that cannot be read, and never calls that safe', async () => {
    const seen: CatalogSeen = { kind: 'unusable', why: 'reading it took longer than 2 s', serverVersion: 15 };
    const { review } = await reviewed({ a: index }, { seen });
    expect(review).toMatchObject({ kind: 'reviewed', verdict: 'risky', blind: 'reading it took longer than 2 s' });
  });

  it('does not change its mind for a table that wobbles around the border', async () => {
    const first = await reviewed({ a: index }, { seen: catalogWith(9_900) });
    expect(first.review).toMatchObject({ verdict: 'caution' });
    const anew = await reviewed({ a: index }, { seen: catalogWith(10_500) });
    const again = await reviewed({ a: index }, { seen: catalogWith(10_500), earlier: first.review });
    expect(anew.review).toMatchObject({ verdict: 'risky' });
    expect(again.review).toMatchObject({ verdict: 'caution' });
    const grown = await reviewed({ a: index }, { seen: catalogWith(20_000), earlier: first.review });
    expect(grown.review).toMatchObject({ verdict: 'risky' });
  });

  it('keeps also what is no finding on a small table from becoming one by a wobble', async () => {
    const drop = 'DROP INDEX CONCURRENTLY IF EXISTS orders_note_idx;\nALTER TABLE orders ADD COLUMN more text;';
    const first = await reviewed({ a: drop }, { seen: catalogWith(9_900) });
    const again = await reviewed({ a: drop }, { seen: catalogWith(10_500), earlier: first.review });
    expect(again.review).toEqual(first.review);
  });

  it.each<[string, Parameters<typeof reviewed>[0], Parameters<typeof reviewed>[1], string]>([
    ['a file that went away', { a: null }, {}, 'went away'],
    ['too much of it', { a: `SELECT '${'x'.repeat(9e6)}';` }, {}, '9 MB'],
    ['a reviewer that breaks', { a: index }, { seen: { kind: 'catalog' } as never }, 'undefined'],
  ])('says why it could not review: %s', async (_, texts, at, why) => {
    const { review, detail } = await reviewed(texts, at);
    expect(review).toMatchObject({ kind: 'not-reviewed', why: expect.stringContaining(why) });
    expect(detail).toBeNull();
  });

  it('keeps a bounded part of a very long plan, the worst first, and its mark is of all', async () => {
    const long = Array.from({ length: 700 }, (_, at) => `CREATE INDEX i${at} ON orders (note);`).join('\n');
    const { review, detail } = await reviewed({ a: `${long}\nTRUNCATE orders;` });
    if (review?.kind !== 'reviewed') throw new Error('not reviewed');
    expect(review.findings).toHaveLength(100);
    expect(review.findings[0]).toMatchObject({ severity: 'blocked', rule: 'D03' });
    expect(review.leftOut).toBeGreaterThan(600);
    expect(detail?.files[0]).toMatchObject({ leftOut: 101 });
    const other = await reviewed({ a: `${long}\nTRUNCATE orders;\nSELECT 1;\nALTER TABLE orders DROP COLUMN note;` });
    expect(other.review).not.toMatchObject({ mark: review.mark });
  });
});
