import type { Argv } from './environment.ts';

/** The variables that PostgreSQL's tools read their connection from, in the order in which they travel. */
export const toolVariables = ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE', 'PGSSLMODE'] as const;
export type ToolVariable = (typeof toolVariables)[number];

/**
 * `docker-compose exec` hands on stdin but no environment, and argv shows in `ps`: so the values come as the first lines
 * of stdin, and what follows them is the tool's own input. `read` takes one byte at a time, so nothing of that is lost.
 * `LC_ALL=C`: the tools speak English wherever they run; the encoding of what they read and write is the database's.
 */
const readConnection = `for name in ${toolVariables.join(' ')}; do IFS= read -r value || exit 125; [ -z "$value" ] || export "$name=$value"; done; unset value name; export LC_ALL=C; exec "$@"`;

/** A call of `psql`, `pg_dump` or `pg_restore` behind the configured prefix, which reads its connection from stdin. */
export const toolCommand = (tools: Argv, argv: Argv): Argv => [...tools, 'sh', '-c', readConnection, 'sh', ...argv];
