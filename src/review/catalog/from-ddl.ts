import { readChanges } from '../changes/read-changes.ts';
import type { Parser } from '../parse/parser.ts';
import { applyChange } from './apply.ts';
import { type CatalogFacts, emptyCatalog, keyOf } from './catalog.ts';
import type { Catalog } from './model.ts';
import { getName, setName } from './name-map.ts';

export type FromDdl =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'not-parsed'; readonly why: string };

/** A catalog from DDL text, as `pg_dump --schema-only` or `prisma migrate diff --script` writes it. Sizes stay unknown. */
export function catalogFromDdl(parser: Parser, sql: string, facts: Omit<CatalogFacts, 'complete'>): FromDdl {
  let catalog = emptyCatalog({ ...facts, complete: true });
  for (const slice of parser(sql.replace(/^\uFEFF/, ''))) {
    if (slice.kind === 'not-parsed') return { kind: 'not-parsed', why: slice.why };
    const changes = slice.statements.flatMap(({ node }) => readChanges(node));
    catalog = changes.reduce((next, change) => applyChange(next, change, { kind: 'live' }), catalog);
  }
  return { kind: 'catalog', catalog };
}

/** How large a table is: rows as the planner estimates them (null before the first ANALYZE), bytes with its indexes. */
export interface TableSize {
  readonly schema: string;
  readonly name: string;
  readonly rows: number | null;
  readonly bytes: number;
}

export function withSizes(catalog: Catalog, sizes: readonly TableSize[]): Catalog {
  const tables = sizes.reduce((next, { rows, bytes, ...name }) => {
    const key = keyOf(catalog, name);
    const table = getName(next, key);
    return table === undefined ? next : setName(next, key, { ...table, rows, bytes });
  }, catalog.tables);
  return { ...catalog, tables };
}
