import { expect, test } from 'vitest';
import { tableOf } from '../../../src/review/catalog/catalog.ts';
import { catalogFromDdl, withSizes } from '../../../src/review/catalog/from-ddl.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { isSmall } from '../../../src/review/soften.ts';
import { steadied } from '../../../src/review/steady.ts';

const parser = await loadParser();

/** Whether a table of that size counts as small, after an earlier look took it for `was`. */
function small(rows: number | null, bytes: number, was: 'small' | 'large'): boolean | null {
  const made = catalogFromDdl(parser, 'CREATE TABLE orders (id int);', { serverVersion: 15 });
  if (made.kind !== 'catalog') throw new Error(made.why);
  const catalog = withSizes(made.catalog, [{ schema: 'public', name: 'orders', rows, bytes }]);
  const table = tableOf(steadied(catalog, new Map([['orders', was]])), { schema: null, name: 'orders' });
  return table === undefined ? null : isSmall(table);
}

test.each([
  ['a small table stays small a little beyond the border', 11_000, 9e6, 'small', true],
  ['also by its bytes', 100, 11e6, 'small', true],
  ['also where nobody counted its rows', null, 11e6, 'small', true],
  ['and is large well beyond it', 13_000, 9e6, 'small', false],
  ['also by its bytes alone', 100, 13e6, 'small', false],
  ['a large table stays large a little below the border', 9_000, 1e6, 'large', false],
  ['also by its bytes', 100, 9e6, 'large', false],
  ['and is small well below it', 7_000, 7e6, 'large', true],
  ['what did not cross the border is as it is', 100, 1e3, 'small', true],
] as const)('%s', (_, rows, bytes, was, expected) => {
  expect(small(rows, bytes, was)).toBe(expected);
});
