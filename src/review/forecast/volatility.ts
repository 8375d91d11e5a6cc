import { withArguments, withoutArguments, words } from '../catalog/built-in-functions.ts';
import { functionOf } from '../catalog/catalog.ts';
import type { Catalog, Volatility } from '../catalog/model.ts';
import { nameFrom } from '../names.ts';
import type { Node } from '../parse/ast.ts';
import { callsIn, within } from '../parse/walk.ts';

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
  'setval nextval currval lastval set_config count sum avg min max every bool_and bool_or bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg row_number rank dense_rank lag lead first_value last_value ntile percentile_cont percentile_disc generate_series unnest random gen_random_uuid uuid_generate_v4 clock_timestamp timeofday exists row_to_json json_array_elements jsonb_array_elements jsonb_each jsonb_each_text jsonb_object_keys jsonb_extract_path jsonb_extract_path_text jsonb_typeof jsonb_array_length array_length array_position array_remove array_replace cardinality regexp_matches regexp_match regexp_split_to_table regexp_split_to_array string_to_table format_type obj_description col_description to_regclass to_regtype current_schema version has_table_privilege has_schema_privilege quote_nullable encode gen_random_bytes gen_salt crypt digest hmac unaccent similarity uuid_nil uuid_generate_v1 uuid_generate_v1mc uuidv4 uuidv7 jsonb_path_query jsonb_path_exists jsonb_path_query_array jsonb_path_query_first jsonb_insert json_populate_record jsonb_populate_record json_populate_recordset jsonb_populate_recordset json_to_recordset jsonb_to_recordset json_array_elements_text jsonb_array_elements_text json_each json_each_text json_extract_path_text json_array_length json_typeof jsonb_pretty percent_rank cume_dist nth_value mode stddev variance corr bit_length octet_length ascii chr format_bytes grouping xmlelement starts_with setweight ts_rank phraseto_tsquery plainto_tsquery websearch_to_tsquery isfinite age to_ascii set_bit get_bit get_byte set_byte sqrt exp cbrt degrees radians acos asin atan atan2 cos cot sin tan div factorial scale trim_scale min_scale num_nulls num_nonnulls isempty lower_inc upper_inc range_merge multirange host network masklen broadcast family hostmask netmask text abbrev cidr inet setseed width_bucket clock_timestamp gcd lcm width_bucket bool xmin',
);

/** What PostgreSQL's own look at, by the word behind `pg_`; its others end sessions, free locks, touch files. */
const lookedAt = words(
  'get is relation total table tables indexes index database tablespace column typeof backend current describe encoding char client conf postmaster my trigger has size type function collation conversion statistics opclass opfamily operator ts sequence snapshot visible xact lsn wal last identify blocking safe filenode jit input timezone listening partition event options control available ident hba settings show lock cursor prepared keywords config locks',
);

/** Those that only look, or take a lock that ends with the session. */
function looksOnly(name: string): boolean {
  if (/^(?:has|inet|txid)_|^pg_(?:try_)?advisory_(?:xact_)?lock|^pg_stat_get_|^lo_get$/.test(name)) return true;
  return !/^pg_wal_replay/.test(name) && lookedAt.has(/^pg_([a-z]+)/.exec(name)?.[1] ?? '');
}

/** Whether a function is neither PostgreSQL's own nor known to change nothing. */
export function isUnknownCall(catalog: Catalog, name: string): boolean {
  if (withoutArguments.has(name) || withArguments.has(name) || wellKnown.has(name)) return false;
  if (looksOnly(name)) return false;
  return (functionOf(catalog, { schema: null, name }) ?? 'volatile') === 'volatile';
}
