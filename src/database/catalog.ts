import { z } from 'zod';
import type { Secret } from '../lib/secret.ts';
import { SqlError } from '../ports/target.ts';
import { putFunction, putTable, tableOf } from '../review/catalog/catalog.ts';
import { catalogFromDdl, withSizes } from '../review/catalog/from-ddl.ts';
import type { Catalog, Volatility } from '../review/catalog/model.ts';
import type { Parser } from '../review/parse/parser.ts';
import { serverVersionOfNumber } from '../review/server-version.ts';
import { ddlQueries, functionsQuery, invalidQuery, serverQuery, sizesQuery } from './catalog-ddl.ts';
import { openDirectly } from './open-directly.ts';

export type ReadCatalog =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'unusable'; readonly why: string };

/** Reads rows of one query; the caller keeps the session in one read-only transaction. */
export type Rows = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** Nothing here may hold anybody up. Said within the transaction: a pooler refuses it on logging in, and would keep it after. */
const begin = [
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  'SET LOCAL statement_timeout = 2000',
  'SET LOCAL lock_timeout = 500',
];

/** Reads what the reviewer must know of a live database, in one snapshot. `?schema=` is where Prisma looks for names. */
export async function readCatalog(parser: Parser, url: Secret): Promise<ReadCatalog> {
  const opened = await openDirectly(url);
  if (opened.kind === 'unusable') return { kind: 'unusable', why: `reading the catalog: ${opened.why}` };
  await using sql = opened.sql;
  try {
    for (const statement of begin) await sql.query(statement);
    return await catalogOf(parser, (text) => sql.query(text), opened.address.identity.schema);
  } catch (error) {
    return { kind: 'unusable', why: `reading the catalog: ${whyNot(error)}` };
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const tooLong = error instanceof SqlError && error.sqlState === '57014';
  return tooLong ? 'a query took longer than the 2 s that it may take' : error.message;
}

const ddlRow = z.object({ ddl: z.string() });
const sizeRow = z.object({ schema: z.string(), name: z.string(), rows: z.number(), bytes: z.number() });
const invalidRow = z.object({ schema: z.string(), name: z.string(), index: z.string() });
const functionRow = z.object({ schema: z.string(), name: z.string(), volatility: z.string() });
const serverRow = z.object({ version: z.number(), zone: z.string(), schema: z.string() });

const volatilities: Readonly<Record<string, Volatility>> = { i: 'immutable', s: 'stable', v: 'volatile' };

/** The catalog from an open session. Names without a schema are looked for in `schema`; null: where the session looks. */
export async function catalogOf(parser: Parser, rows: Rows, schema: string | null = null): Promise<ReadCatalog> {
  const server = serverRow.parse((await rows(serverQuery))[0]);
  const ddl: string[] = [];
  for (const query of ddlQueries) ddl.push(...(await rows(query)).map((row) => ddlRow.parse(row).ddl));
  const facts = {
    serverVersion: serverVersionOfNumber(server.version),
    timeZone: server.zone,
    defaultSchema: schema ?? server.schema,
  };
  const made = catalogFromDdl(parser, ddl.join('\n'), facts);
  if (made.kind === 'not-parsed')
    return { kind: 'unusable', why: `its definitions could not be read back: ${made.why}` };
  const sizes = (await rows(sizesQuery)).map((row) => sizeRow.parse(row));
  const sized = withSizes(
    made.catalog,
    sizes.map((size) => ({ ...size, rows: size.rows < 0 ? null : size.rows })),
  );
  const invalid = (await rows(invalidQuery)).map((row) => invalidRow.parse(row));
  const functions = (await rows(functionsQuery)).map((row) => functionRow.parse(row));
  const marked = invalid.reduce(markInvalid, sized);
  const catalog = functions.reduce(
    (next, { volatility, ...name }) => putFunction(next, name, volatilities[volatility] ?? 'volatile'),
    marked,
  );
  return { kind: 'catalog', catalog };
}

function markInvalid(catalog: Catalog, { index, ...name }: z.infer<typeof invalidRow>): Catalog {
  const table = tableOf(catalog, name);
  if (table === undefined) return catalog;
  const indexes = table.indexes.map((one) => (one.name === index ? { ...one, valid: false } : one));
  return putTable(catalog, { ...table, indexes });
}
