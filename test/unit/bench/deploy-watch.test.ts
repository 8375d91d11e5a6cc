import { expect, test } from 'vitest';
import { inTheWatch } from '../../../bench/measures/deploy-watch.ts';
import { migrationTraffic } from '../../../src/database/migration-traffic.ts';

/** `track_activity_query_size`, as PostgreSQL ships. */
const keptBytes = 1_024;

test('the bench finds the watch by words that the server keeps of its query', async () => {
  const asked: string[] = [];
  await migrationTraffic({
    query: (text) => {
      asked.push(text);
      return Promise.resolve([]);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  expect(asked.map((text) => text.slice(0, keptBytes).includes(inTheWatch))).toEqual([true]);
});
