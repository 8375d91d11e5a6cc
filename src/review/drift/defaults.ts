import { typeEntry } from '../catalog/catalog.ts';
import type { Catalog, Column } from '../catalog/model.ts';
import { as, constantText, type Node } from '../parse/ast.ts';

/**
 * Whether a column has a default on one side only, or another literal. The server writes a default its own way, so that of
 * two expressions, or of literals that are written in more than one way, nothing more is said.
 */
export function defaultDrift(catalog: Catalog, own: Column, there: Column): readonly string[] {
  if (hasValue(own) !== hasValue(there)) {
    return [hasValue(there) ? 'has a default, the migrations give none' : 'has no default, the migrations give one'];
  }
  if ((own.generated === null) !== (there.generated === null)) {
    return [there.generated === null ? 'is not generated any more' : 'is generated, the migrations say it is not'];
  }
  const [promised, present] = [literalOf(own.default), literalOf(there.default)];
  if (promised === null || present === null || sameLiteral(catalog, own, promised, present)) return [];
  return [`has the default ${present}, the migrations say ${promised}`];
}

/** A sequence behind it counts as one, however it was made. */
const hasValue = ({ default: value, identity, serial, generated }: Column): boolean =>
  generated === null && ((value !== null && !isNull(value)) || identity || serial);

/** `DEFAULT NULL` is kept as `NULL::varchar`, and is none. */
function isNull(node: Node): boolean {
  const cast = as(node, 'TypeCast');
  return cast?.arg === undefined ? as(node, 'A_Const')?.isnull === true : isNull(cast.arg);
}

/** `'OPEN'::"OrderStatus"` is the literal below its casts. */
function literalOf(node: Node | null): string | null {
  const cast = as(node, 'TypeCast');
  if (cast !== null) return literalOf(cast.arg ?? null);
  return node === null ? null : constantText(node);
}

const texts = ['text', 'varchar', 'bpchar'];
const numbers = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'];
const yes = ['t', 'true', 'on', 'yes', 'y', '1'];

function sameLiteral(catalog: Catalog, { type }: Column, a: string, b: string): boolean {
  if (type.array || a === b) return true;
  if (numbers.includes(type.name)) return Number(a) === Number(b);
  if (type.name === 'bool') return yes.includes(a.toLowerCase()) === yes.includes(b.toLowerCase());
  const entry = typeEntry(catalog, type);
  // a value that was renamed since took its defaults along
  const isText = texts.includes(type.name) || (entry?.kind === 'enum' && entry.labels.includes(a));
  return !isText; // dates, JSON and the like have many spellings
}
