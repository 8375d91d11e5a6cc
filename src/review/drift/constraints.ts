import { keyOf } from '../catalog/catalog.ts';
import type { Catalog, Constraint, Table } from '../catalog/model.ts';
import { quoted } from '../names.ts';
import { kept } from './kept.ts';
import { paired } from './paired.ts';

type Kept = Exclude<Constraint, { kind: 'not-null' }>;

/** What differs in the constraints of one table. Of a check's expression only its name is compared. */
export function constraintDrift(
  catalog: Catalog,
  table: string,
  { own, there }: { own: Table; there: Table },
): readonly string[] {
  const words = ({ name, kind }: Kept) => `${kinds[kind]} ${quoted(name)} of ${table}`;
  const shape = (one: Kept) => shapeOf(catalog, one);
  const { both, gone, added } = paired(
    own.constraints.filter(isKept).map(named),
    there.constraints.filter(isKept),
    shape,
  );
  return [
    ...gone.map((one) => `${words(one)} is gone`),
    ...both.flatMap(([promised, present]) => {
      if (!sameShape(catalog, promised, present)) return [`${words(present)} is not the one of the migrations`];
      return promised.name === present.name ? [] : [`${words(promised)} is called ${quoted(present.name)} now`];
    }),
    ...both
      .filter(([promised, present]) => isValid(promised) && !isValid(present))
      .map(([one]) => `${words(one)} is not validated`),
    ...added.map((one) => `${words(one)} was added`),
  ];
}

const kinds: Readonly<Record<Kept['kind'], string>> = {
  check: 'check',
  unique: 'unique constraint',
  primary: 'primary key',
  exclude: 'exclusion',
  foreign: 'foreign key',
};

/** NOT NULL is told by the column. */
const isKept = (one: Constraint): one is Kept => one.kind !== 'not-null';
const named = (one: Kept): Kept => ({ ...one, name: kept(one.name) });
const isValid = (one: Kept): boolean => !('valid' in one) || one.valid;

/** What a constraint is apart from its name. */
function shapeOf(catalog: Catalog, one: Kept): string {
  if (one.kind === 'check' || one.kind === 'exclude') return `${one.kind} ${[...new Set(one.columns)].sort().join()}`;
  if (one.kind !== 'foreign') return `${one.kind} ${one.columns.join()}`;
  return `foreign ${one.columns.join()} ${keyOf(catalog, one.target)} ${one.onDelete} ${one.onUpdate}`;
}

/** The server rewrites expressions; a key over an index of unknown columns is that index. */
function sameShape(catalog: Catalog, own: Kept, there: Kept): boolean {
  if (own.kind !== there.kind) return false;
  if (own.kind === 'check' || own.kind === 'exclude' || own.columns.length === 0) return true;
  return shapeOf(catalog, own) === shapeOf(catalog, there);
}
