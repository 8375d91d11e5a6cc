import { expect, test } from 'vitest';
import type { RunId } from '../../../src/domain/ids.ts';
import { namesFor } from '../../../src/steps/database-names.ts';

const run = 'r7f3k2mq' as RunId;

test('the new database and the old one are called after the present one and the run', () => {
  expect(namesFor('app', run)).toEqual({ database: 'app', fresh: 'app_r7f3k2mq', old: 'app_before_r7f3k2mq' });
});

test.each(['a'.repeat(63), 'é'.repeat(31)])('a name that PostgreSQL would cut gives way to the end: %s', (database) => {
  const { fresh, old } = namesFor(database, run);
  for (const name of [fresh, old]) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
  expect(new Set([database, fresh, old]).size).toBe(3);
  expect(old.endsWith('_before_r7f3k2mq')).toBe(true);
});
