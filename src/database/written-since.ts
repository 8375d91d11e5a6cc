import { SqlError, type TargetSql } from '../ports/target.ts';
import { isUndefinedTable } from './history.ts';

/** The number that the next transaction gets at the earliest; takes none itself. 64 bits, as text. */
export async function nextTransaction(sql: TargetSql): Promise<string> {
  const [row] = await sql.query<{ next: string }>(`SELECT ${next} AS next`);
  if (row === undefined) throw new SqlError(null, 'the server did not say which transaction is next');
  return row.next;
}

const next = 'pg_snapshot_xmax(pg_current_snapshot())::text';

/** More are not named. */
const namedAtMost = 5;

/**
 * What transactions from number `before` on left in the catalogs: tables, columns, types, functions by their names, some
 * of them where there are many; empty where they left nothing. The rows of `finished` migrations say that everything up to
 * the last of them was meant: only what came later counts. Temporary and toast tables and Prisma's own do not count.
 */
export async function writtenSince(
  sql: TargetSql,
  { before, schema, finished }: { before: string; schema: string; finished: readonly string[] },
): Promise<readonly string[]> {
  const from = await laterOf(sql, before, { schema, finished });
  const rows = await sql.query<{ name: string }>(leftQuery, [from]);
  return rows.map(({ name }) => name);
}

/** A row of the history was written last when its migration had ended. */
async function laterOf(
  sql: TargetSql,
  before: string,
  { schema, finished }: { schema: string; finished: readonly string[] },
): Promise<string> {
  if (finished.length === 0) return before;
  const table = `"${schema.replaceAll('"', '""')}"."_prisma_migrations"`;
  const text = `SELECT ($1::bigint + max(${distance('h.xmin', '$1')}) + 1)::text AS after FROM ${table} h
    WHERE migration_name = ANY($2) AND finished_at IS NOT NULL AND rolled_back_at IS NULL AND ${within('h.xmin', '$1')}`;
  try {
    const [row] = await sql.query<{ after: string | null }>(text, [before, finished]);
    return row?.after ?? before;
  } catch (error) {
    if (isUndefinedTable(error)) return before;
    throw error;
  }
}

/** How many numbers lie between; those on rows have the lower 32 bits only. */
function distance(xmin: string, from: string): string {
  return `((${xmin}::text::bigint - ${from}::bigint) & 4294967295)`;
}

/** An old row's number comes round again after four thousand million others: only those of just now count. */
function within(xmin: string, from: string): string {
  return `${distance(xmin, from)} < ${next}::bigint - ${from}::bigint`;
}

const ofSchema = "n.nspname !~ '^pg_(toast|temp)'";
const ofTable = `${ofSchema} AND c.relname !~ '^_prisma_migrations'`;
const tableName = "format('%I.%I', n.nspname, c.relname)";

/** Rows of a catalog that stand for a part of the table `key`. */
const partOf = (catalog: string, key: string) => `
  SELECT ${tableName} FROM ${catalog} x JOIN pg_class c ON c.oid = x.${key} JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${within('x.xmin', '$1')} AND ${ofTable}`;

/** Rows of a catalog that have a name and a schema of their own. An array type has only the name of what is in it. */
const namedIn = (catalog: string, name: string, schema: string) => `
  SELECT format('%I.%I', n.nspname, x.${name}) FROM ${catalog} x JOIN pg_namespace n ON n.oid = x.${schema}
  WHERE ${within('x.xmin', '$1')} AND ${ofSchema} AND x.${name} !~ '^_*prisma_migrations'`;

const parts = [
  ['pg_class', 'oid'],
  ['pg_attribute', 'attrelid'],
  ['pg_attrdef', 'adrelid'],
  ['pg_index', 'indrelid'],
  ['pg_inherits', 'inhrelid'],
  ['pg_trigger', 'tgrelid'],
  ['pg_policy', 'polrelid'],
  ['pg_rewrite', 'ev_class'],
] as const;

const named = [
  ['pg_constraint', 'conname', 'connamespace'],
  ["(SELECT xmin, * FROM pg_type WHERE typcategory <> 'A')", 'typname', 'typnamespace'],
  ['pg_proc', 'proname', 'pronamespace'],
  ['pg_statistic_ext', 'stxname', 'stxnamespace'],
] as const;

const leftQuery = `
  SELECT DISTINCT name FROM (${[
    ...parts.map(([catalog, key]) => partOf(catalog, key)),
    ...named.map(([catalog, name, schema]) => namedIn(catalog, name, schema)),
    `SELECT format('%I.%I', n.nspname, t.typname) FROM pg_enum x JOIN pg_type t ON t.oid = x.enumtypid
     JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${within('x.xmin', '$1')}`,
    `SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE ${within('n.xmin', '$1')} AND ${ofSchema}`,
    `SELECT quote_ident(x.extname) FROM pg_extension x WHERE ${within('x.xmin', '$1')}`,
  ].join('\n  UNION ALL ')}) AS written(name) ORDER BY 1 LIMIT ${namedAtMost}`;
