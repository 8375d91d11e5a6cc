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
  'setval nextval currval lastval set_config count sum avg min max every bool_and bool_or bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg row_number rank dense_rank lag lead first_value last_value ntile percentile_cont percentile_disc generate_series unnest random gen_random_uuid uuid_generate_v4 clock_timestamp timeofday exists row_to_json json_array_elements jsonb_array_elements jsonb_each jsonb_each_text jsonb_object_keys jsonb_extract_path jsonb_extract_path_text jsonb_typeof jsonb_array_length array_length array_position array_remove array_replace cardinality regexp_matches regexp_match regexp_split_to_table regexp_split_to_array string_to_table format_type obj_description col_description to_regclass to_regtype current_schema version has_table_privilege has_schema_privilege quote_nullable encode gcd lcm width_bucket bool xmin',
);

/** Whether a function is neither PostgreSQL's own nor known to change nothing. */
export function isUnknownCall(catalog: Catalog, name: string): boolean {
  if (withoutArguments.has(name) || withArguments.has(name) || wellKnown.has(name)) return false;
  if (/^(pg|has|inet|txid|lo)_/.test(name)) return false;
  return (functionOf(catalog, { schema: null, name }) ?? 'volatile') === 'volatile';
}
