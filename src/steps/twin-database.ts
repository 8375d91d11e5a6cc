import type { TargetSql } from '../ports/target.ts';
import type { DatabaseNames } from './database-names.ts';
import { quoteIdentifier, quoteLiteral } from './quote-sql.ts';

/**
 * `CREATE DATABASE` with the owner, encoding and locale of the present one. Who provides the locale is a column from
 * PostgreSQL 15 on; ICU's is `daticulocale` in 15 and 16, `datlocale` from 17 on, which also knows `builtin`; its rules
 * are there from 16 on. @throws where that database is not there
 */
export async function createTwin(admin: TargetSql, { database, fresh }: DatabaseNames): Promise<string> {
  const [row] = await admin.query<{ statement: string }>(
    `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', $1::text,
         r.rolname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
       || CASE to_jsonb(d) ->> 'datlocprovider'
            WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L',
              coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale'))
              || CASE WHEN to_jsonb(d) ->> 'daticurules' <> '' THEN format(' ICU_RULES %L', to_jsonb(d) ->> 'daticurules') ELSE '' END
            WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
            WHEN 'c' THEN ' LOCALE_PROVIDER libc'
            ELSE '' END AS statement
     FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = $2::text`,
    [fresh, database],
  );
  if (row === undefined) throw new Error(`reading the settings of database ${database}: it is not there`);
  return row.statement;
}

/**
 * Gives the new database what a dump does not hold: privileges on the database, its settings, comment and connection
 * limit. `FROM CURRENT` takes a setting over as it is, lists and quotes included. A setting that only a superuser may
 * give is said in the log and left out.
 */
export const likePresent = ({ database, fresh }: DatabaseNames): string => `DO $like$
DECLARE
  present record;
  given record;
  fresh text := ${quoteLiteral(fresh)};
BEGIN
  SELECT d.*, shobj_description(d.oid, 'pg_database') AS comment INTO present
    FROM pg_database d WHERE datname = ${quoteLiteral(database)};
  EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT %s', fresh, present.datconnlimit);
  IF present.comment IS NOT NULL THEN
    EXECUTE format('COMMENT ON DATABASE %I IS %L', fresh, present.comment);
  END IF;
  IF present.datacl IS NOT NULL THEN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', fresh);
    FOR given IN SELECT a.privilege_type, a.is_grantable, coalesce(quote_ident(r.rolname), 'PUBLIC') AS grantee
      FROM aclexplode(present.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE a.grantee <> present.datdba
    LOOP
      EXECUTE format('GRANT %s ON DATABASE %I TO %s%s', given.privilege_type, fresh, given.grantee,
        CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
  END IF;
  FOR given IN SELECT r.rolname, split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value
    FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS setting LEFT JOIN pg_roles r ON r.oid = s.setrole
    WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = ${quoteLiteral(database)})
  LOOP
    BEGIN
      PERFORM set_config(given.name, given.value, true);
      EXECUTE CASE WHEN given.rolname IS NULL THEN format('ALTER DATABASE %I', fresh)
        ELSE format('ALTER ROLE %I IN DATABASE %I', given.rolname, fresh) END
        || ' SET ' || (SELECT string_agg(quote_ident(part), '.') FROM unnest(string_to_array(given.name, '.')) part)
        || ' FROM CURRENT';
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE WARNING 'the setting % of the database was not taken over: %', given.name, SQLERRM;
    END;
  END LOOP;
END $like$`;

/** Which of the names there are by now. */
export async function standing(admin: TargetSql, names: DatabaseNames): Promise<{ fresh: boolean; old: boolean }> {
  const rows = await admin.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE datname IN ($1::text, $2::text)',
    [names.fresh, names.old],
  );
  const has = (wanted: string) => rows.some(({ name }) => name === wanted);
  return { fresh: has(names.fresh), old: has(names.old) };
}

/**
 * Ends every session in the present database and changes both names in one transaction, so that at no moment the app
 * finds no database or half of one. PostgreSQL waits five seconds for ended sessions to be gone.
 */
export async function swapNames(admin: TargetSql, names: DatabaseNames, oldComment: string): Promise<void> {
  const [database, fresh, old] = [names.database, names.fresh, names.old].map(quoteIdentifier);
  await admin.query(`DO $swap$ BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname IN (${quoteLiteral(names.database)}, ${quoteLiteral(names.fresh)}) AND pid <> pg_backend_pid();
    ALTER DATABASE ${database} RENAME TO ${old};
    ALTER DATABASE ${fresh} RENAME TO ${database};
    COMMENT ON DATABASE ${old} IS ${quoteLiteral(oldComment)};
  END $swap$`);
}
