import pg from 'pg';
import { catalogOf } from '../../../src/database/catalog.ts';
import { catalogFromDdl } from '../../../src/review/catalog/from-ddl.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import type { Parser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import type { StatementReview } from '../../../src/review/types.ts';
import { type Judged, judge } from './judge.ts';
import { measure } from './measure.ts';
import type { Ask } from './world.ts';

/** Where trials are made. */
export interface Ground {
  readonly parser: Parser;
  /** Of a database of its own, which each trial empties first: making one takes ten times as long. */
  readonly url: string;
}

/** A database with a schema, and what the reviewer knows of it: read from the live catalog, and from the DDL. */
export interface Site extends AsyncDisposable {
  readonly client: pg.Client;
  readonly ask: Ask;
  /** The statements that PostgreSQL took. */
  readonly schema: readonly string[];
  readonly zone: string;
  readonly catalogs: Readonly<Record<'live' | 'ddl', Catalog>>;
}

const clear = `SET client_min_messages = error;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication LOOP EXECUTE one; END LOOP;
  FOR one IN SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema'
    LOOP EXECUTE one; END LOOP;
END $$;
CREATE SCHEMA public`;

export async function prepare(ground: Ground, ddl: readonly string[], zone: string): Promise<Site> {
  const client = new pg.Client({ connectionString: ground.url });
  await client.connect();
  await client.query(clear);
  const ask: Ask = async (sql) => (await client.query<Record<string, unknown>>(sql)).rows;
  await client.query(`SET timezone = '${zone}'; SET statement_timeout = '10s'; SET client_min_messages = error`);
  const schema: string[] = [];
  for (const sql of ddl) if (await taken(client, sql)) schema.push(sql);
  const live = await catalogOf(ground.parser, ask);
  if (live.kind === 'unusable') throw new Error(`${live.why}\n${schema.join(';\n')}`);
  const made = catalogFromDdl(ground.parser, schema.join(';\n'), { serverVersion: 15, timeZone: zone });
  if (made.kind === 'not-parsed') throw new Error(made.why);
  return {
    client,
    ask,
    schema,
    zone,
    catalogs: { live: live.catalog, ddl: made.catalog },
    async [Symbol.asyncDispose]() {
      await client.end();
    },
  };
}

async function taken(client: pg.Client, sql: string): Promise<boolean> {
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}

/** How the forecast for a statement after others, of one file, stands to the truth. */
export interface Tried {
  readonly sql: string;
  readonly judged: Readonly<Record<'live' | 'ddl', Judged>>;
}

/** Tries one statement and takes it back. */
export async function tryOne(ground: Ground, site: Site, sql: string): Promise<Tried> {
  const outcome = await measure(site.client, sql, false);
  const said = (catalog: Catalog) => judge(outcome, reviewLast(ground, catalog, [sql]));
  return { sql, judged: { live: said(site.catalogs.live), ddl: said(site.catalogs.ddl) } };
}

/** Tries a statement after those that were kept; it is kept, too, where PostgreSQL takes it. */
export async function tryNext(ground: Ground, site: Site, kept: readonly string[], sql: string) {
  const outcome = await measure(site.client, sql, true);
  const said = (catalog: Catalog) => judge(outcome, reviewLast(ground, catalog, [...kept, sql]));
  const tried: Tried = { sql, judged: { live: said(site.catalogs.live), ddl: said(site.catalogs.ddl) } };
  return { tried, kept: outcome.kind === 'ran' ? [...kept, sql] : kept };
}

function reviewLast(ground: Ground, catalog: Catalog, file: readonly string[]): StatementReview {
  const { files } = reviewPlan({
    parser: ground.parser,
    files: [{ path: 'migration.sql', sql: file.join(';\n') }],
    catalog,
    serverVersion: 15,
    atomicity: 'statement',
  });
  const last = files[0]?.statements.at(-1);
  if (last === undefined) throw new Error(`nothing was reviewed of ${file.at(-1)}`);
  return last;
}
