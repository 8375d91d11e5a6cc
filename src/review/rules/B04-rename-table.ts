import type { Change } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';
import { label, laterOfKind, type Rule, type Scene, samePlace } from './rule.ts';

export const renameTable: Rule = {
  id: 'B04',
  tier: 'compat',
  title: 'A table or view is renamed',
  why: 'Running copies of the old code ask for the old name and fail. In Prisma, @@map gives a model a new name without touching the database; a view under the old name keeps old code going.',
  locks: 'AccessExclusive for an instant.',
  source: 'SQLSTATE 42P01; Prisma documentation, @@map; the view measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE users RENAME TO members;',
    good: 'ALTER TABLE users RENAME CONSTRAINT users_pkey TO members_pkey;',
  },
  cases: {
    flagged: [
      'ALTER TABLE IF EXISTS shop.orders RENAME TO purchases',
      'ALTER VIEW totals RENAME TO sums',
      'ALTER MATERIALIZED VIEW totals RENAME TO sums',
    ],
    safe: [
      'ALTER INDEX a RENAME TO b',
      'ALTER TABLE a RENAME TO b; CREATE VIEW a AS SELECT * FROM b;',
      'CREATE TABLE fresh (id int); ALTER TABLE fresh RENAME TO kept;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'rename-table' || change.of === 'index') return [];
    const bridged = change.of === 'table' && viewFollows(scene, change);
    const message = bridged
      ? `A view takes the old name of ${label(scene, change.table)}: queries and upserts of running code go on; foreign keys and TRUNCATE need the table itself.`
      : `Running code that uses ${label(scene, change.table)} fails once it is called ${quoted(change.to)}.`;
    const remedy = `-- no SQL at all, in schema.prisma:\n--   @@map("${change.table.name}")\n-- or, in the same file\nCREATE VIEW ${sqlName(change.table)} AS SELECT * FROM ${sqlName({ ...change.table, name: change.to })};`;
    return [{ severity: bridged ? 'safe' : 'risky', message, remedy, relation: change.table }];
  },
};

function viewFollows(
  scene: Scene,
  change: Change & { readonly table: { readonly schema: string | null; readonly name: string } },
): boolean {
  return laterOfKind(scene, 'create-view').some((one) => samePlace(scene, one.view, change.table));
}
