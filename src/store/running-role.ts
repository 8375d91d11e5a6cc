import pg from 'pg';
import { sqlState } from './transaction.ts';

type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/**
 * What the role of a running Godwit may do with each of its own tables, and no more. Entries of the audit chain are
 * written by `append_audit` alone, with its owner's power: nobody who holds this role can write, change or remove one.
 */
export const tablePrivileges: Readonly<Record<string, readonly Privilege[]>> = {
  run: ['SELECT', 'INSERT', 'UPDATE'],
  log_chunk: ['SELECT', 'INSERT', 'DELETE'],
  inquiry: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  message: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  outbox: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  delivery: ['SELECT', 'INSERT', 'DELETE'],
  freeze: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  migration_sql: ['SELECT', 'INSERT'],
  review_detail: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  drift_watch: ['SELECT', 'INSERT', 'UPDATE'],
  slack_group: ['SELECT', 'INSERT', 'UPDATE'],
  slack_person: ['SELECT', 'INSERT', 'UPDATE'],
  instance: ['SELECT', 'INSERT'],
  audit: ['SELECT'],
  audit_head: ['SELECT'],
  _prisma_migrations: ['SELECT'],
};

/** Numbers that rows are given. */
const sequences = ['log_chunk_sequence_seq', 'outbox_sequence_seq'];

export type Granted =
  | { readonly kind: 'granted'; readonly role: string }
  | { readonly kind: 'same-role'; readonly role: string }
  | { readonly kind: 'unknown-role'; readonly role: string }
  /** The role has more power than it was given here: it owns the tables, is a superuser, or belongs to a role that is. */
  | { readonly kind: 'too-powerful'; readonly role: string };

/**
 * Gives the role of `runningUrl` exactly what it needs, as the owner of the tables; what it had before is taken away
 * first. Does nothing where both are the same.
 */
export async function grantRunningRole(ownerUrl: string, runningUrl: string): Promise<Granted> {
  const role = roleOf(runningUrl);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'godwit migrate' });
  await client.connect();
  try {
    const { rows } = await client.query<{ owner: string }>('SELECT current_user AS owner');
    if (rows[0]?.owner === role) return { kind: 'same-role', role };
    await client.query(grantStatements(role).join(';\n'));
    return { kind: (await ownsAudit(client, role)) ? 'too-powerful' : 'granted', role };
  } catch (error) {
    if (sqlState(error) === undefinedObject) return { kind: 'unknown-role', role };
    throw error;
  } finally {
    await client.end();
  }
}

const undefinedObject = '42704';

/** Pure: one transaction, as the simple protocol takes several statements. */
function grantStatements(role: string): readonly string[] {
  const name = pg.escapeIdentifier(role);
  const tables = Object.entries(tablePrivileges).map(
    ([table, privileges]) => `GRANT ${privileges.join(', ')} ON "${table}" TO ${name}`,
  );
  const schema = `DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', current_schema(), ${pg.escapeLiteral(name)}); END $$`;
  return [
    'BEGIN',
    `REVOKE ALL ON ${Object.keys(tablePrivileges).map(pg.escapeIdentifier).join(', ')} FROM ${name}`,
    schema,
    ...tables,
    ...sequences.map((sequence) => `GRANT USAGE ON SEQUENCE "${sequence}" TO ${name}`),
    `GRANT EXECUTE ON FUNCTION "append_audit"(JSONB) TO ${name}`,
    'COMMIT',
  ];
}

const power = `
  SELECT coalesce(bool_or(pg_has_role($1::name, relowner, 'MEMBER') OR has_table_privilege($1::name, oid, privilege)), false)
    AS powerful
  FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
  WHERE oid IN ('audit'::regclass, 'audit_head'::regclass)`;

/** Whether a role (null: that of the connection) could write past the audit chain, by itself or as a member of another. */
export async function ownsAudit(client: Pick<pg.Client, 'query'>, role: string | null = null): Promise<boolean> {
  const name = role ?? (await client.query<{ role: string }>('SELECT current_user AS role')).rows[0]?.role;
  const { rows } = await client.query<{ powerful: boolean }>(power, [name]);
  return rows[0]?.powerful === true;
}

/** The role that a URL logs in with. */
const roleOf = (databaseUrl: string): string => new pg.Client({ connectionString: databaseUrl }).user ?? '';
