import { functionOf } from '../catalog/catalog.ts';
import type { Catalog, Volatility } from '../catalog/model.ts';
import { nameFrom } from '../names.ts';
import type { Node } from '../parse/ast.ts';
import { callsIn, within } from '../parse/walk.ts';

/** Functions of PostgreSQL that give the same value through one statement; by how many arguments they take. */
const withoutArguments = words(
  'now transaction_timestamp statement_timestamp txid_current pg_current_xact_id current_schema version pg_backend_pid inet_client_addr inet_server_addr current_database current_schemas session_user pi',
);
const withArguments = words(
  'abs age array_append array_cat array_fill array_prepend array_to_json array_to_string btrim ceil ceiling char_length coalesce concat concat_ws convert_from convert_to current_setting date date_part date_trunc daterange decode encode extract floor format greatest hstore int4range int8range initcap interval json_array json_build_array json_build_object json_object jsonb_array jsonb_build_array jsonb_build_object jsonb_object jsonb_set jsonb_strip_nulls justify_days justify_hours justify_interval least left length ln log lower lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz md5 mod nullif numrange overlay pg_size_pretty point position power quote_ident quote_literal regexp_replace repeat replace reverse right round rpad rtrim sha224 sha256 sha384 sha512 sign split_part sqrt string_to_array strpos substr substring text timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector translate trim trunc tsrange tstzrange upper',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/**
 * Whether an expression can give another value in each row. What is not known counts as volatile, as PostgreSQL itself
 * takes a function for volatile that does not say otherwise.
 */
export function isVolatile(catalog: Catalog, expression: Node | null): boolean {
  if (expression === null) return false;
  if (within(expression, 'SubLink').length > 0) return true;
  return callsIn(expression).some(({ name, count }) => volatilityOf(catalog, name, count) === 'volatile');
}

function volatilityOf(catalog: Catalog, parts: readonly string[], count: number): Volatility {
  const name = parts.at(-1) ?? '';
  const builtIn = parts.length === 1 || parts[0] === 'pg_catalog';
  if (builtIn && (count === 0 ? withoutArguments : withArguments).has(name)) return 'stable';
  return functionOf(catalog, nameFrom(parts)) ?? 'volatile';
}

/** Functions of PostgreSQL that migrations call for their effect or that queries are made of. */
const wellKnown = words(
  'setval nextval currval lastval set_config count sum avg min max every bool_and bool_or bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg row_number rank dense_rank lag lead first_value last_value ntile percentile_cont percentile_disc generate_series unnest random gen_random_uuid uuid_generate_v4 clock_timestamp timeofday exists row_to_json json_array_elements jsonb_array_elements jsonb_each jsonb_each_text jsonb_object_keys jsonb_extract_path jsonb_extract_path_text jsonb_typeof jsonb_array_length array_length array_position array_remove array_replace cardinality regexp_matches regexp_match regexp_split_to_table regexp_split_to_array string_to_table format_type obj_description col_description to_regclass to_regtype current_schema version has_table_privilege has_schema_privilege quote_nullable encode gcd lcm width_bucket bool xmin',
);

/** Whether a function is neither PostgreSQL's own nor known to change nothing. */
export function isUnknownCall(catalog: Catalog, name: string): boolean {
  if (withoutArguments.has(name) || withArguments.has(name) || wellKnown.has(name)) return false;
  if (/^(pg|has|inet|txid|lo)_/.test(name)) return false;
  return (functionOf(catalog, { schema: null, name }) ?? 'volatile') === 'volatile';
}
