import { literal, quoted, sqlName } from '../names.ts';
import { asConcurrent, inFiles } from './remedies.ts';
import type { Rule } from './rule.ts';

export const concurrentlyIfNotExists: Rule = {
  id: 'L05',
  tier: 'lock',
  title: 'IF NOT EXISTS hides an invalid index',
  why: 'A failed CREATE INDEX CONCURRENTLY leaves an INVALID index. IF NOT EXISTS then skips with a notice: the index is not used, and a unique one is not enforced.',
  source: 'PostgreSQL manual, CREATE INDEX, “Building Indexes Concurrently”; measured on PostgreSQL 15',
  example: {
    bad: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_idx ON orders (user_id);',
    good: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
  },
  cases: {
    flagged: ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "k" ON "A" ("b")'],
    safe: ['CREATE TABLE a (id int); CREATE INDEX IF NOT EXISTS i ON a (id);', 'DROP INDEX CONCURRENTLY IF EXISTS i'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-index' || !change.concurrently || !change.ifNotExists) return [];
    const name = { ...change.table, name: change.index.name };
    const message = `IF NOT EXISTS would skip ${quoted(change.index.name)} where an earlier try left it invalid.`;
    const look = `-- then look: SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = ${literal(sqlName(name))}::regclass;`;
    const remedy = inFiles(
      `DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(name)};`,
      `${asConcurrent(scene, change)}\n${look}`,
    );
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};
