import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Store } from '../ports/store.ts';
import { sqlState } from './transaction.ts';

/** Where the project's own files lie: two folders above this one, both in `src` and in `dist`. */
const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url);

/** A migration that this version ships with: its folder's name, and the checksum as Prisma writes it. */
export interface ShippedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** One row of Prisma's own history of these tables. */
interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** The migrations beside this version's code, in order. */
export async function shippedMigrations(): Promise<readonly ShippedMigration[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map(async (name) => ({ name, checksum: await checksumOf(name) })));
}

async function checksumOf(name: string): Promise<string> {
  const sql = await readFile(new URL(`${name}/migration.sql`, migrationsFolder));
  return createHash('sha256').update(sql).digest('hex');
}

/** Whether the tables are those of this version. A migration that was begun and not finished counts as missing. */
export async function schemaState(pool: pg.Pool): ReturnType<Store['schemaState']> {
  return compareSchema(await shippedMigrations(), await appliedMigrations(pool));
}

/** Pure: what this version ships with against what the database has. */
export function compareSchema(
  shipped: readonly ShippedMigration[],
  applied: readonly Applied[],
): Awaited<ReturnType<Store['schemaState']>> {
  const finished = new Map(applied.filter((row) => row.finished).map((row) => [row.migration_name, row.checksum]));
  const known = new Map(shipped.map(({ name, checksum }) => [name, checksum]));
  const foreign = [...finished].some(([name, checksum]) => known.get(name) !== checksum);
  if (foreign) return { kind: 'newer' };
  const missing = shipped.filter(({ name }) => !finished.has(name)).map(({ name }) => name);
  return missing.length === 0 ? { kind: 'current' } : { kind: 'older', missing };
}

const query = `
  SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations
  WHERE rolled_back_at IS NULL`;
const undefinedTable = '42P01';

async function appliedMigrations(pool: pg.Pool): Promise<readonly Applied[]> {
  try {
    return (await pool.query<Applied>(query)).rows;
  } catch (error) {
    if (sqlState(error) === undefinedTable) return [];
    throw error;
  }
}
