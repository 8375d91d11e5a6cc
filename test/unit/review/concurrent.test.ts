import { expect, test } from 'vitest';
import { worksConcurrently } from '../../../src/review/concurrent.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';

test.each([
  ['CREATE INDEX CONCURRENTLY i ON t (a);', true],
  ['SELECT 1; DROP INDEX CONCURRENTLY i', true],
  ['REINDEX INDEX CONCURRENTLY i', true],
  ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', true],
  ['CREATE INDEX CONCURRENTLY i ON t (a) oh no', true],
  ["-- not CONCURRENTLY\nCREATE INDEX i ON t (a); INSERT INTO t VALUES ('CONCURRENTLY')", false],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', false],
  ['oh no', false],
])('%s: %s', async (sql, expected) => {
  expect(worksConcurrently(await loadParser(), sql)).toBe(expected);
});
