import pg from 'pg';
import { connectionSettings } from './connection-settings.mjs';

/**
 * `schema-engine cli can-connect-to-database` and `… create-database`, which the CLI calls before it speaks JSON-RPC.
 * @param {import('./arguments.mjs').EngineRequest} request
 * @returns {Promise<number>} the exit code
 */
export async function answerConnectionCommand({ connectionCommand, url }) {
  const { settings } = connectionSettings(url);
  try {
    if (connectionCommand === 'create-database') await createDatabase(settings);
    else await onConnection(settings, async () => undefined);
    return 0;
  } catch (error) {
    process.stderr.write(`\n${JSON.stringify(logLine(error, settings))}\n`); // the CLI skips the first line
    return 1;
  }
}

async function createDatabase(settings) {
  const create = `CREATE DATABASE ${pg.escapeIdentifier(settings.database)}`;
  await onConnection({ ...settings, database: 'postgres' }, (client) => client.query(create));
}

async function onConnection(settings, use) {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function logLine(error, settings) {
  const fields = { ...describe(error, settings), is_panic: false };
  return { level: 'ERROR', target: 'schema_engine::logger', fields };
}

/** Prisma's own codes and wordings for what PostgreSQL or the socket said. */
function describe(error, { host, port, user, database }) {
  if (error.code === '3D000')
    return {
      error_code: 'P1003',
      message: `Database \`${database}\` does not exist on the database server at \`${host}:${port}\`.`,
    };
  if (/^28/.test(error.code ?? ''))
    return {
      error_code: 'P1000',
      message: `Authentication failed against database server, the provided database credentials for \`${user}\` are not valid.`,
    };
  if (error.code === '42P04')
    return {
      error_code: 'P1009',
      message: `Database \`${database}\` already exists on the database server at \`${host}:${port}\``,
    };
  return { error_code: 'P1001', message: `Can't reach database server at \`${host}:${port}\`` };
}
