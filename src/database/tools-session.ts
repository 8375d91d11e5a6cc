import type { Environment } from '../domain/environment.ts';
import { toolCommand, toolVariables } from '../domain/postgres-tools.ts';
import { trouble } from '../domain/trouble.ts';
import type { Host } from '../ports/remote.ts';
import { type Exit, RemoteOutage } from '../ports/remote.ts';
import { SqlError, type TargetSql, type ToolSecrets } from '../ports/target.ts';
import { jsonStatement } from './psql-statement.ts';

const statementMs = 10 * 60_000;

/** Fixed: what changes comes on stdin, first the connection, then the statements. `PGOPTIONS` of the host's own must not apply. */
const psql = [
  ...['env', 'PGAPPNAME=godwit', 'PGCONNECT_TIMEOUT=10', 'PGOPTIONS='],
  ...['psql', '-X', '-q', '-A', '-t', '-w', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-f', '-'],
];

/** SQL by `psql` through the tools' prefix, each query a session of its own, writes allowed. */
export async function openTools(
  environment: Environment,
  host: Host,
  secrets: ToolSecrets,
  database?: string,
): Promise<TargetSql> {
  const values = toolVariables.map((name) =>
    name === 'PGDATABASE' && database !== undefined ? database : secrets[name].reveal(),
  );
  if (values.some((value) => /[\r\n\0]/.test(value))) throw new SqlError(null, 'a connection value holds a line break');
  const run = (statements: string): Promise<Exit> =>
    host.exec({
      argv: toolCommand(environment.database.tools, psql),
      directory: environment.directory,
      stdin: `${values.join('\n')}\n${statements}\n`,
      timeLimitMs: statementMs,
    });
  return {
    query: async <Row extends Record<string, unknown>>(text: string, parameters: readonly unknown[] = []) =>
      rowsOf<Row>(await run(jsonStatement(text, parameters))),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function rowsOf<Row>(exit: Exit): readonly Row[] {
  if (exit.kind === 'lost')
    throw new RemoteOutage(trouble('connection-lost', `The connection to the host was lost: ${exit.cause}.`));
  if (exit.kind !== 'exited') throw new SqlError(null, `psql: ${exit.kind}`);
  if (exit.code !== 0) throw psqlError(exit.stderr, exit.code);
  const json = exit.stdout.trim();
  return json === '' ? [] : (JSON.parse(json) as readonly Row[]);
}

/**
 * `psql:<stdin>:1: ERROR:  42501: permission denied …`, the first word in the server's language; its DETAIL, HINT and
 * LOCATION are left out. Without a session, `psql: error: …` and further lines with advice.
 */
function psqlError(stderr: string, code: number): SqlError {
  const server = /(?:^|: )\p{L}+: {2}(?:([0-9A-Z]{5}): )?(.*)/mu.exec(stderr);
  const own = /^psql: error: (.*)/m.exec(stderr)?.[1];
  const last = stderr.split('\n').findLast((line) => line.trim() !== '');
  return new SqlError(server?.[1] ?? null, server?.[2] ?? own ?? last ?? `psql ended with exit code ${code}`);
}
