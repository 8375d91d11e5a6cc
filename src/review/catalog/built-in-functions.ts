import type { Name } from '../names.ts';

/** Functions of PostgreSQL that give the same value through one statement; by how many arguments they take. */
export const withoutArguments = words(
  'now transaction_timestamp statement_timestamp txid_current pg_current_xact_id current_schema version pg_backend_pid inet_client_addr inet_server_addr current_database current_schemas session_user pi',
);
export const withArguments = words(
  'abs age array_append array_cat array_fill array_prepend array_to_json array_to_string btrim ceil ceiling char_length coalesce concat concat_ws convert_from convert_to current_setting date date_part date_trunc daterange decode encode extract floor format greatest hstore int4range int8range initcap interval json_array json_build_array json_build_object json_object jsonb_array jsonb_build_array jsonb_build_object jsonb_object jsonb_set jsonb_strip_nulls justify_days justify_hours justify_interval least left length ln log lower lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz md5 mod nullif numrange overlay pg_size_pretty point position power quote_ident quote_literal regexp_replace repeat replace reverse right round rpad rtrim sha224 sha256 sha384 sha512 sign split_part sqrt string_to_array strpos substr substring text timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector translate trim trunc tsrange tstzrange upper',
);

export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Their own, too, but with another value for each row. */
const volatile = words(
  'clock_timestamp currval gen_random_uuid lastval nextval random setval timeofday uuid_generate_v4',
);

/** Nobody drops these, and most tables stand on one or the other. */
export function isBuiltInFunction({ schema, name }: Name): boolean {
  if (schema === 'pg_catalog') return true;
  return schema === null && [withoutArguments, withArguments, volatile].some((some) => some.has(name));
}
