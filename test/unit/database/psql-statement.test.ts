import { expect, test } from 'vitest';
import { jsonStatement } from '../../../src/database/psql-statement.ts';

test('a query becomes one JSON array', () => {
  expect(jsonStatement(' SELECT 1 AS n; ', [])).toBe(
    "SELECT coalesce(json_agg(to_json(q)), '[]') FROM (SELECT 1 AS n\n) q;",
  );
});

test('parameters are put in place by the server', () => {
  expect(jsonStatement('select $1, $2', ["a'\\b", null])).toMatch(
    /^PREPARE godwit AS [\s\S]*;\nEXECUTE godwit\(E'a''\\\\b', NULL\);$/,
  );
});

test('other statements stay as they are, and take none', () => {
  expect(jsonStatement('ALTER DATABASE a RENAME TO b', [])).toBe('ALTER DATABASE a RENAME TO b;');
  expect(() => jsonStatement('DROP DATABASE $1', ['a'])).toThrow(/only queries/);
  expect(() => jsonStatement('SELECT $1', [{}])).toThrow(/plain values/);
});
