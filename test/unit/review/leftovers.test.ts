import { describe, expect, test } from 'vitest';
import { unseenLeftovers } from '../../../src/review/leftovers.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';

const parser = await loadParser();
const unknown = (sql: string) => unseenLeftovers(parser, sql, 'unknown');
const update = 'UPDATE t SET a = 1;';
const alter = 'ALTER TABLE t ADD b int;';

describe('where statements may have been committed one by one', () => {
  test.each([
    ['a single statement', update],
    ['none', '-- nothing'],
    ['statements that write to the catalog', `CREATE TABLE u (id int); ${alter} CREATE INDEX i ON t (b);`],
    ['rows last, which cannot have been committed', `${alter} ${update}`],
    ['settings and locks in front', `SET lock_timeout = '1s'; LOCK TABLE t; ${alter}`],
    ['one block', `BEGIN; ${update} ${alter} COMMIT;`],
    ['several clauses, of which one shows', 'ALTER TABLE t DROP CONSTRAINT c, ADD b int; SELECT 1;'],
  ])('the catalog shows %s', (_, sql) => expect(unknown(sql)).toBeNull());

  test.each([
    ['rows', `${update}\n${alter}`, 'what line 1 does cannot be seen in the catalog'],
    ['a drop', `${alter}\nDROP INDEX i;\n${alter}`, 'what line 2 does cannot be seen in the catalog'],
    [
      'a dropped constraint',
      `ALTER TABLE t DROP CONSTRAINT c;\n${alter}`,
      'what line 1 does cannot be seen in the catalog',
    ],
    ['a call', `SELECT f();\n${alter}`, 'what line 1 does cannot be seen in the catalog'],
    ['a block of code', `DO $$ BEGIN END $$;\n${alter}`, 'what line 1 does cannot be seen in the catalog'],
    ['its own transactions', `BEGIN; ${alter} COMMIT; ${update}`, 'the file begins and ends transactions of its own'],
    [
      'two blocks',
      `BEGIN; ${alter} COMMIT; BEGIN; ${update} COMMIT;`,
      'the file begins and ends transactions of its own',
    ],
    ['what is not SQL', 'oh no', 'line 1 is not understood'],
  ])('it does not show %s', (_, sql, why) => expect(unknown(sql)).toBe(why));
});

test('a file that runs as one leaves nothing, unless it ends its transaction itself', () => {
  expect(unseenLeftovers(parser, `${update} ${alter}`, 'file')).toBeNull();
  expect(unseenLeftovers(parser, `${update} COMMIT; ${alter}`, 'file')).toBe(
    'the file begins and ends transactions of its own',
  );
});
