import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Log } from '../ports/log.ts';
import { PrismaClient } from './generated/client.ts';
import { type DocumentReader, documentReader } from './read-documents.ts';

/**
 * Godwit's own tables. Prisma serves what reads and writes one table; the transactions that people wait for are SQL
 * on the same pool, because each costs three statements there.
 */
export interface Tables extends AsyncDisposable {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  readonly documents: DocumentReader;
}

const connectionsAtMost = 10;

/** Opens the pool; connects with the first query. */
export function openTables(databaseUrl: string, log: Log): Tables {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connectionsAtMost,
    application_name: 'godwit',
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', (cause) => log.warn({ cause: cause.message }, 'an idle database connection was lost'));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    documents: documentReader(log),
    [Symbol.asyncDispose]: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
