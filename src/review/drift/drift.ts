import type { Catalog, Table } from '../catalog/model.ts';
import { entriesOf } from '../catalog/name-map.ts';
import type { Parser } from '../parse/parser.ts';
import type { Drift, Sides } from './found.ts';
import { type AppliedFile, followFiles } from './promised.ts';
import { tableDrift } from './tables.ts';
import { typeDrift } from './types.ts';

/**
 * Compares a live catalog with the applied files, given in the order in which they ran. `schema` is the one that Prisma
 * works in; others count as far as the files name them.
 */
export function driftOf(at: { parser: Parser; files: readonly AppliedFile[]; live: Catalog; schema: string }): Drift {
  const live = { ...at.live, defaultSchema: at.schema };
  const promised = followFiles(at.parser, at.files, live);
  const { unsure } = promised;
  if (promised.vague.everything) return { differences: [], undeclared: [], unsure };
  const sides = { promised, live };
  const parts = [...tablesOf(sides).map(([key]) => tableDrift(sides, key)), ...typeDrift(sides)];
  return {
    differences: parts.flatMap(({ differences }) => differences),
    undeclared: parts.flatMap(({ undeclared }) => undeclared),
    unsure,
  };
}

/** Every table of either side that can be compared, promised ones first. */
function tablesOf({ promised, live }: Sides): readonly (readonly [string, Table])[] {
  const own = [...entriesOf(promised.catalog.tables)];
  const known = new Set(own.map(([key]) => key));
  const others = [...entriesOf(live.tables)].filter(([key]) => !known.has(key));
  return [...own, ...others];
}
