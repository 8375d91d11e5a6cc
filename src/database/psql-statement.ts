/**
 * The psql input that runs one statement and prints its rows as one JSON array: a query is wrapped, anything else runs
 * as it is and prints nothing. Parameters go through PREPARE, so that the server, not this text, puts them in place.
 */
export function jsonStatement(text: string, parameters: readonly unknown[]): string {
  const statement = text.trim().replace(/;\s*$/, '');
  if (!/^(?:select|with|values|table)\b/i.test(statement)) {
    if (parameters.length > 0) throw new Error('only queries take parameters through psql');
    return `${statement};`;
  }
  const wrapped = `SELECT coalesce(json_agg(to_json(q)), '[]') FROM (${statement}\n) q`;
  if (parameters.length === 0) return `${wrapped};`;
  return `PREPARE godwit AS ${wrapped};\nEXECUTE godwit(${parameters.map(literal).join(', ')});`;
}

/** A SQL literal that reads the same whatever `standard_conforming_strings` says. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') throw new Error('only plain values are parameters through psql');
  return `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
