import type { Index, Table } from '../catalog/model.ts';
import { quoted } from '../names.ts';
import type { Found } from './found.ts';
import { kept } from './kept.ts';
import { paired } from './paired.ts';

/** What differs in the indexes of one table that stand behind no constraint. */
export function indexDrift(table: string, own: Table, there: Table): Found {
  const words = ({ name, unique }: Index) => `${unique ? 'unique index' : 'index'} ${quoted(name)} on ${table}`;
  const { both, gone, added } = paired(bare(own).map(named), bare(there), shapeOf);
  const changed = both.flatMap(([promised, present]) => {
    if (shapeOf(promised) !== shapeOf(present)) return [`${words(present)} is not the one of the migrations`];
    return promised.name === present.name ? [] : [`${words(promised)} is called ${quoted(present.name)} now`];
  });
  // one that was made ON ONLY a partitioned table waits for those of its partitions
  const unfinished = both
    .filter(([, { valid }]) => !valid && own.kind !== 'partitioned')
    .map(([, one]) => `${words(one)} is invalid: it was never finished`);
  const [unique, plain] = [added.filter(isUnique), added.filter((one) => !isUnique(one))];
  return {
    differences: [
      ...gone.map((one) => `${words(one)} is gone`),
      ...changed,
      ...unfinished,
      ...unique.map((one) => `${words(one)} was added`),
    ],
    undeclared: plain.map(words),
  };
}

/** A unique one refuses rows that the migrations allow. */
const isUnique = ({ unique }: Index): boolean => unique;
const bare = ({ indexes }: Table): readonly Index[] => indexes.filter(({ ofConstraint }) => !ofConstraint);
const named = (one: Index): Index => ({ ...one, name: kept(one.name) });

/** What an index is apart from its name. Expressions and predicates by the columns in them: the server rewrites the rest. */
function shapeOf({ method, unique, columns, included, expressionColumns, partial }: Index): string {
  return JSON.stringify([
    method,
    unique,
    columns,
    [...included].sort(),
    [...new Set(expressionColumns)].sort(),
    partial,
  ]);
}
