import { describe, expect, it } from 'vitest';
import { runsAsOne } from '../../../src/prisma-cli/versions.ts';
import { catalogFromDdl, withSizes } from '../../../src/review/catalog/from-ddl.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';

const parser = await loadParser();

interface Given {
  readonly schema?: string;
  readonly rows?: number;
  readonly prisma?: string;
}

function review(sql: string | readonly string[], { schema, rows, prisma }: Given = {}) {
  const made = schema === undefined ? null : catalogFromDdl(parser, schema, { serverVersion: 15 });
  const known = made?.kind === 'catalog' ? made.catalog : null;
  const catalog =
    known === null || rows === undefined
      ? known
      : withSizes(known, [{ schema: 'public', name: 'orders', rows, bytes: rows * 100 }]);
  const files = [sql].flat().map((text, at) => ({ path: `${at}.sql`, sql: text }));
  return reviewPlan({ parser, files, catalog, serverVersion: 15, atomicity: runsAsOne(prisma ?? null) });
}

const verdict = (sql: string | readonly string[], given?: Given) => review(sql, given).verdict;
const orders = 'CREATE TABLE orders (id int PRIMARY KEY, note text);';

describe('a verdict', () => {
  it.each([
    'create index i on orders (note)',
    'CREATE  INDEX /* x */ "i" ON\n"orders" ("note")',
    'CREATE INDEX i ON public.orders USING btree (note); -- end',
  ])('does not change with how %j is written', (sql) => {
    const [statement] = review(sql, { schema: orders, rows: 1e6 }).files[0]?.statements ?? [];
    expect(statement).toMatchObject({
      verdict: 'risky',
      relations: [{ name: 'orders', lock: 'Share', work: 'index-build' }],
    });
  });

  it('softens locks on a small table, and data never', () => {
    expect(verdict('CREATE INDEX i ON orders (note)', { schema: orders, rows: 100 })).toBe('caution');
    expect(verdict('TRUNCATE orders', { schema: orders, rows: 100 })).toBe('blocked');
    expect(verdict('ALTER TABLE orders DROP COLUMN note', { schema: orders, rows: 100 })).toBe('risky');
  });

  it('knows what the plan itself has made', () => {
    expect(verdict([`${orders} CREATE INDEX i ON orders (note);`])).toBe('safe');
    expect(verdict([orders, 'CREATE INDEX i ON orders (note);'])).toBe('caution');
  });

  it('is not safe for what is not known', () => {
    expect(verdict('ALTER TABLE orders ALTER COLUMN note TYPE varchar')).toBe('caution');
    expect(verdict('DO $$ BEGIN END $$')).toBe('caution');
  });

  it('lets a comment at the top allow a file that this grammar does not know, and never calls it safe', () => {
    expect(verdict('SELEC 1;')).toBe('blocked');
    expect(verdict('-- godwit: allow P01 syntax of a newer server\nSELEC 1;')).toBe('caution');
  });

  it('follows how Prisma runs a file', () => {
    const sql = 'CREATE INDEX CONCURRENTLY i ON orders (note); SELECT 1;';
    expect(verdict(sql, { schema: orders, prisma: '6.19.0' })).toBe('blocked');
    expect(verdict(sql, { schema: orders, prisma: '7.4.0' })).toBe('caution');
    expect(verdict('CREATE INDEX CONCURRENTLY i ON orders (note);', { schema: orders })).toBe('safe');
  });

  it('leaves out what a comment allows, and shows it', () => {
    const { files, verdict: whole } = review(
      '-- godwit: allow B01 nobody reads it\nALTER TABLE orders DROP COLUMN note',
    );
    expect(whole).toBe('safe');
    expect(files[0]?.statements[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'B01', severity: 'risky', allowed: 'nobody reads it' }),
    );
  });

  it('is blocked where the file cannot be read', () => {
    expect(review('ALTER TABEL x').files[0]?.statements[0]?.findings).toMatchObject([
      { rule: 'P01', severity: 'blocked' },
    ]);
  });
});

describe('a forecast', () => {
  it('estimates how long a lock is held from the size', () => {
    const { files } = review('CREATE INDEX i ON orders (note)', { schema: orders, rows: 1e7 });
    expect(files[0]?.statements[0]?.findings[0]?.estimate).toEqual({ fromMs: 3_334, toMs: 166_667 });
  });

  it('knows that a valid CHECK spares the scan', () => {
    const schema = `${orders} ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL AND note <> '')`;
    const scans = (more: string) =>
      review('ALTER TABLE orders ALTER note SET NOT NULL', { schema: `${schema}${more};` }).files[0]?.statements[0]
        ?.relations[0]?.work;
    expect([scans(''), scans(' NOT VALID')]).toEqual(['metadata', 'scan']);
  });
});
