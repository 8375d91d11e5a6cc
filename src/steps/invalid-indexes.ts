import type { InvalidIndex } from '../domain/resolve.ts';
import type { TargetSql } from '../ports/target.ts';
import { keyOf, tableOf } from '../review/catalog/catalog.ts';
import type { Catalog } from '../review/catalog/model.ts';
import { indexOf } from '../review/extent/condition.ts';
import type { LookedStatement } from '../review/extent/extent.ts';
import type { Name } from '../review/names.ts';

/** Invalid indexes on the tables whose indexes the file builds; a failed REINDEX leaves one under another name. */
export async function invalidIndexes(
  sql: TargetSql,
  catalog: Catalog,
  statements: readonly LookedStatement[],
): Promise<readonly InvalidIndex[]> {
  const tables = new Map(
    statements.flatMap(({ changes }) => changes.flatMap((change) => tableOfBuild(catalog, change))),
  );
  const found = [...tables.values()].flatMap((table) =>
    table.kind === 'partitioned'
      ? []
      : table.indexes
          .filter(({ valid }) => !valid)
          .map(({ name }) => ({ schema: table.name.schema ?? catalog.defaultSchema, name, table: table.name.name })),
  );
  if (found.length === 0) return [];
  const building = await beingBuilt(sql);
  return found.map((one) => ({ ...one, building: building === 'unseen' || building.has(`${one.schema}.${one.name}`) }));
}

function tableOfBuild(catalog: Catalog, change: LookedStatement['changes'][number]) {
  const name = buildsOn(catalog, change);
  const table = name === null ? undefined : tableOf(catalog, name);
  return table === undefined ? [] : [[keyOf(catalog, table.name), table] as const];
}

function buildsOn(catalog: Catalog, change: LookedStatement['changes'][number]): Name | null {
  if (change.kind === 'create-index') return change.table;
  if (change.kind !== 'reindex' || change.name === null) return null;
  if (change.what === 'table') return change.name;
  return change.what === 'index' ? (indexOf(catalog, change.name)?.table.name ?? null) : null;
}

const progress = `
  SELECT n.nspname AS schema, x.relname AS name
  FROM pg_stat_progress_create_index p
  LEFT JOIN pg_class x ON x.oid = p.index_relid LEFT JOIN pg_namespace n ON n.oid = x.relnamespace
  WHERE p.datname = current_database()`;

/** Indexes that somebody builds now; `unseen` where the login may not see which ones. */
export async function beingBuilt(sql: TargetSql): Promise<ReadonlySet<string> | 'unseen'> {
  const rows = await sql.query<{ schema: string | null; name: string | null }>(progress);
  if (rows.some(({ name }) => name === null)) return 'unseen';
  return new Set(rows.map(({ schema, name }) => `${schema}.${name}`));
}
