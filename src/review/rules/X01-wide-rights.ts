import { words } from '../catalog/built-in-functions.ts';
import { quoted } from '../names.ts';
import { isNewHere, label, type Raised, type Rule } from './rule.ts';

/** Of PostgreSQL's own, those whose control file says `trusted`: who may CREATE in the database may install them, from 13 on. */
const trusted = words(
  'bool_plperl btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore intarray isn jsonb_plperl lo ltree pg_trgm pgcrypto plperl plpgsql pltcl seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp',
);

/** Settings by which a session takes on the rights of another role. */
const roles = new Set(['role', 'session_authorization']);

export const wideRights: Rule = {
  id: 'X01',
  tier: 'security',
  title: 'Rights are widened',
  why: 'A change of who may do what should be seen by somebody who answers for it.',
  source:
    'PostgreSQL manual, GRANT, CREATE FUNCTION (“Writing SECURITY DEFINER Functions Safely”), Row Security Policies',
  example: { bad: 'GRANT SELECT ON orders TO PUBLIC;', good: 'GRANT SELECT ON orders TO reports;' },
  cases: {
    flagged: [
      'GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC',
      'GRANT SELECT ON a TO ben WITH GRANT OPTION',
      'ALTER ROLE ben SUPERUSER',
      'CREATE ROLE ben LOGIN CREATEROLE',
      'ALTER TABLE a DISABLE ROW LEVEL SECURITY',
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$',
      'GRANT admins TO ben',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC',
      'ALTER TABLE a OWNER TO ben',
      'SET ROLE postgres',
      'SET SESSION AUTHORIZATION postgres',
      'ALTER TABLE a NO FORCE ROW LEVEL SECURITY',
      'ALTER FUNCTION f() SECURITY DEFINER',
      'ALTER SCHEMA a OWNER TO b',
      'REASSIGN OWNED BY ana TO ben',
      "COPY a TO PROGRAM 'cat'",
      'SET session_replication_role = replica',
      'CREATE EXTENSION postgres_fdw',
      'CREATE EXTENSION IF NOT EXISTS plpython3u SCHEMA x CASCADE',
      "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x', 'y'",
      'CREATE ROLE ben IN ROLE admins',
      'ALTER GROUP admins ADD USER ben',
    ],
    safe: [
      'GRANT SELECT, INSERT ON a TO app',
      'REVOKE ALL ON a FROM PUBLIC',
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$",
      'ALTER ROLE ben NOSUPERUSER',
      'CREATE ROLE app LOGIN',
      'RESET ROLE',
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"',
      'CREATE EXTENSION citext',
      'REVOKE admins FROM ben',
      'SET session_replication_role = DEFAULT',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    const remedy = '-- to be approved by somebody who answers for access';
    if (change.kind === 'rights' && change.wide !== null)
      return [{ severity: 'risky', message: `This ${change.wide}.`, remedy, relation: null }];
    if (change.kind === 'create-extension') return untrusted(change.extension, remedy);
    if (change.kind === 'create-function' && change.unguarded) {
      const message =
        "A SECURITY DEFINER function without its own search_path runs with its owner's rights whatever its caller puts in the path.";
      return [{ severity: 'risky', message, remedy: "-- … SECURITY DEFINER SET search_path = ''", relation: null }];
    }
    if (change.kind === 'set' && change.value !== null && roles.has(change.name)) {
      const message = `What follows runs with the rights of ${change.value}.`;
      return [{ severity: 'risky', message, remedy, relation: null }];
    }
    if (change.kind === 'set' && change.name === 'session_replication_role' && change.value === 'replica') {
      const message = 'Triggers and foreign keys stand still in what follows: nothing holds the data to them.';
      return [{ severity: 'risky', message, remedy, relation: null }];
    }
    if (change.kind === 'table-option' && change.option === 'owner' && !isNewHere(scene, change.table)) {
      const message = `${label(scene, change.table)} gets another owner, who may do anything to it.`;
      return [{ severity: 'risky', message, remedy, relation: change.table }];
    }
    if (change.kind === 'table-option' && change.option === 'no-force-row-security') {
      const message = `The owner of ${label(scene, change.table)} is no longer held to its policies.`;
      return [{ severity: 'risky', message, remedy, relation: change.table }];
    }
    if (change.kind !== 'table-option' || change.option !== 'disable-row-security') return [];
    return [
      {
        severity: 'risky',
        message: `Everybody with rights on ${label(scene, change.table)} sees all its rows from now on.`,
        remedy,
        relation: change.table,
      },
    ];
  },
};

function untrusted(extension: string, remedy: string): readonly Raised[] {
  if (trusted.has(extension)) return [];
  const message = `${quoted(extension)} is none of the extensions that PostgreSQL trusts: installing it takes a superuser, or a provider who allows it, and its code may do what the server's own account may.`;
  return [{ severity: 'caution', message, remedy, relation: null }];
}
