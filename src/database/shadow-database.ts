import { type Opened, type OpenedShadow, SqlError, type TargetSession, type TargetSql } from '../ports/target.ts';
import { openByApp } from './open-by-app.ts';
import type { Opening } from './opening.ts';

/** Names hold the second in which they were made, by the server's clock. */
const freshName = `
  SELECT 'godwit_shadow_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS') || '_' || substr(md5(random()::text), 1, 8) AS name`;

/** Shadow databases of this login that nobody dropped within the hour: whoever made them is gone. */
const leftBehind = `
  SELECT datname AS name FROM pg_database
  WHERE datname ~ '^godwit_shadow_[0-9]{14}_[0-9a-f]{8}$' AND pg_get_userbyid(datdba) = current_user
    AND to_timestamp(substr(datname, 15, 14), 'YYYYMMDDHH24MISS')::timestamp < now() AT TIME ZONE 'UTC' - interval '1 hour'`;

/** The proof: here, and nothing in it. */
const whereAmI = `
  SELECT current_database() AS name, EXISTS (SELECT FROM pg_tables WHERE schemaname <> ALL ('{pg_catalog,information_schema}')) AS used`;

/** Prisma goes by the app's own URL, of which a session by another way proves nothing. */
const throughTunnel =
  "the database is reached by a tunnel, so that nobody can prove where Prisma's own URL leads with another name in it";

/**
 * Makes a database beside the app's own and proves that a login by this name leads into it. Where a pooler leads every
 * name to the same database, Prisma would empty that one.
 */
export async function openShadow(opening: Opening): Promise<OpenedShadow> {
  if (opening.environment.database.via !== 'app') return { kind: 'refused', why: throughTunnel };
  const opened = await openWritable(opening, null);
  if (opened.kind === 'trouble') return { kind: 'refused', why: opened.trouble.message };
  const { session } = opened;
  const made = await orWhy(() => make(session));
  if ('why' in made) {
    await session[Symbol.asyncDispose]();
    return { kind: 'refused', why: `a shadow database could not be made: ${made.why}` };
  }
  const { name } = made;
  const shadow = { name, [Symbol.asyncDispose]: () => dropAndLeave(session, name) };
  const doubt = await doubtOf(opening, name);
  if (doubt === null) return { kind: 'open', shadow };
  await shadow[Symbol.asyncDispose]();
  return { kind: 'refused', why: `the way to the shadow database could not be proved: ${doubt}` };
}

/** In the database of that name; null: in the app's own. */
async function openWritable(opening: Opening, database: string | null): Promise<Opened<TargetSession>> {
  const opened = await openByApp({ ...opening, shadow: { database } });
  return opened.kind === 'open' ? { kind: 'open', session: opened.session.session } : opened;
}

async function make(session: TargetSql): Promise<{ readonly name: string }> {
  for (const { name } of await session.query<{ name: string }>(leftBehind)) await drop(session, name);
  const [fresh] = await session.query<{ name: string }>(freshName);
  if (fresh === undefined) throw new Error('naming a shadow database: no row');
  await session.query(`CREATE DATABASE ${fresh.name}`);
  return fresh;
}

async function doubtOf(opening: Opening, name: string): Promise<string | null> {
  const opened = await openWritable(opening, name);
  if (opened.kind === 'trouble') return opened.trouble.facts[0]?.value ?? opened.trouble.message;
  await using session = opened.session;
  const [found] = await session.query<{ name: string; used: boolean }>(whereAmI);
  if (found?.name !== name) return `its name leads to the database ${found?.name}`;
  return found.used ? 'it is not empty' : null;
}

/** Names are made here, of letters, digits and underscores. Its sessions may be those of an engine that was left behind. */
const drop = (session: TargetSql, name: string) => session.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/** What cannot be dropped now, the next one to be made drops. */
async function dropAndLeave(session: TargetSession, name: string): Promise<void> {
  await drop(session, name).catch(() => undefined);
  await session[Symbol.asyncDispose]();
}

async function orWhy<T>(work: () => Promise<T>): Promise<T | { readonly why: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SqlError) return { why: error.message };
    throw error;
  }
}
