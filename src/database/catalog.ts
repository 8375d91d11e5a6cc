import pg from 'pg';
import { z } from 'zod';
import type { Secret } from '../lib/secret.ts';
import { putFunction, putTable, tableOf } from '../review/catalog/catalog.ts';
import { catalogFromDdl, withSizes } from '../review/catalog/from-ddl.ts';
import type { Catalog, Volatility } from '../review/catalog/model.ts';
import type { Parser } from '../review/parse/parser.ts';
import { ddlQueries, functionsQuery, invalidQuery, serverQuery, sizesQuery } from './catalog-ddl.ts';

export type ReadCatalog =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'unusable'; readonly why: string };

/** Reads rows of one query; the caller keeps the session in one read-only transaction. */
export type Rows = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** Nothing here may hold anybody up: read only, and each query at most 2 s. */
const options = '-c default_transaction_read_only=on -c statement_timeout=2000 -c lock_timeout=500';
const connectMs = 5_000;

/** Reads what the reviewer must know of a live database, in one snapshot. */
export async function readCatalog(parser: Parser, url: Secret): Promise<ReadCatalog> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    options,
    connectionTimeoutMillis: connectMs,
    application_name: 'godwit',
  });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await catalogOf(parser, async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } catch (error) {
    return { kind: 'unusable', why: `reading the catalog: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    await client.end().catch(() => undefined);
  }
}

const ddlRow = z.object({ ddl: z.string() });
const sizeRow = z.object({ schema: z.string(), name: z.string(), rows: z.number(), bytes: z.number() });
const invalidRow = z.object({ schema: z.string(), name: z.string(), index: z.string() });
const functionRow = z.object({ schema: z.string(), name: z.string(), volatility: z.string() });
const serverRow = z.object({ version: z.number(), zone: z.string(), schema: z.string() });

const volatilities: Readonly<Record<string, Volatility>> = { i: 'immutable', s: 'stable', v: 'volatile' };

/** The catalog from an open session. */
export async function catalogOf(parser: Parser, rows: Rows): Promise<ReadCatalog> {
  const server = serverRow.parse((await rows(serverQuery))[0]);
  const ddl: string[] = [];
  for (const query of ddlQueries) ddl.push(...(await rows(query)).map((row) => ddlRow.parse(row).ddl));
  const facts = { serverVersion: versionOf(server.version), timeZone: server.zone, defaultSchema: server.schema };
  const made = catalogFromDdl(parser, ddl.join('\n'), facts);
  if (made.kind === 'not-parsed') return { kind: 'unusable', why: `reading the catalog: ${made.why}` };
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

/** 150018 → 15.18. */
function versionOf(number: number): number {
  return Math.floor(number / 10_000) + (number % 10_000) / 100;
}
