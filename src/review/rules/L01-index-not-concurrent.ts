import { quoted, sqlName } from '../names.ts';
import { indexSql } from './remedies.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const indexNotConcurrent: Rule = {
  id: 'L01',
  tier: 'lock',
  title: 'An index is built while writes wait',
  why: 'CREATE INDEX without CONCURRENTLY holds Share on the table for the whole build: reads go on, every write waits.',
  example: {
    bad: 'CREATE INDEX orders_user_idx ON orders (user_id);',
    good: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-index' || change.concurrently) return [];
    const partitioned = tableIn(scene, change.table)?.kind === 'partitioned';
    if (partitioned && change.only) return [];
    const message = `Building ${quoted(change.index.name)} blocks all writes to ${label(scene, change.table)} until it is done.`;
    const remedy = partitioned
      ? `-- A partitioned table has no CONCURRENTLY: build on each partition, then attach.\n${indexSql(change, { only: true })}\n-- for each partition:\n-- CREATE INDEX CONCURRENTLY … ON <partition> …;\n-- ALTER INDEX ${sqlName({ ...change.table, name: change.index.name })} ATTACH PARTITION …;`
      : `-- alone in its migration file\n${indexSql(change, { concurrently: true })}`;
    return [{ severity: 'risky', message, remedy, relation: change.table, timed: true }];
  },
};
