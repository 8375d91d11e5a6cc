import { quoted, sqlName } from '../names.ts';
import { asConcurrent, indexSql, inFiles } from './remedies.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const indexNotConcurrent: Rule = {
  id: 'L01',
  tier: 'lock',
  title: 'An index is built while writes wait',
  why: 'CREATE INDEX without CONCURRENTLY holds Share on the table for the whole build: reads go on, every write waits.',
  locks: 'Share on the table for the whole build: reads go on, writes wait. CONCURRENTLY takes ShareUpdateExclusive.',
  versions:
    'A partitioned table has no CONCURRENTLY: build ON ONLY the parent, CONCURRENTLY on each partition, then attach.',
  source: 'PostgreSQL manual, CREATE INDEX, “Building Indexes Concurrently”; measured on PostgreSQL 15',
  example: {
    bad: 'CREATE INDEX orders_user_idx ON orders (user_id);',
    good: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
  },
  cases: {
    flagged: [
      'create index on "Order" ("userId", lower(email)) where "deletedAt" is null',
      'CREATE INDEX IF NOT EXISTS i ON ONLY shop.orders USING gin (tags)',
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        sql: 'CREATE INDEX ev_id ON ev (id)',
      },
      'ALTER TABLE orders ADD COLUMN a int; CREATE INDEX i ON orders (a);',
      'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
      'DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class) THEN CREATE INDEX i ON orders (note); END IF; END $$',
    ],
    safe: [
      'CREATE TABLE a (id int); CREATE INDEX ON a (id);',
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        sql: 'CREATE INDEX ev_id ON ONLY ev (id)',
      },
      'CREATE TEMP TABLE t (id int); CREATE INDEX ON t (id);',
      'CREATE TABLE copy AS SELECT * FROM orders; CREATE INDEX ON copy (id);',
      'CREATE MATERIALIZED VIEW m AS SELECT 1 AS n; CREATE UNIQUE INDEX ON m (n);',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-index' || change.concurrently) return [];
    const table = tableIn(scene, change.table);
    const partitioned = table?.kind === 'partitioned';
    if (partitioned && change.only) return [];
    const message = `Building ${quoted(change.index.name)} blocks all writes to ${label(scene, change.table)} until it is done.`;
    const remedy = partitioned
      ? `-- A partitioned table has no CONCURRENTLY: build on each partition, then attach.\n${indexSql(change, { only: true })}\n-- for each partition:\n-- CREATE INDEX CONCURRENTLY … ON <partition> …;\n-- ALTER INDEX ${sqlName({ ...change.table, name: change.index.name })} ATTACH PARTITION …;`
      : inFiles(asConcurrent(scene, change));
    const severity = change.only && table === undefined ? 'caution' : 'risky'; // most often the parent of partitions
    return [{ severity, message, remedy, relation: change.table, timed: true }];
  },
};
