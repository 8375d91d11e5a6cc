import type { Secret } from '../lib/secret.ts';
import type { Catalog } from '../review/catalog/model.ts';
import type { Parser } from '../review/parse/parser.ts';

export type ReadCatalog =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'unusable'; readonly why: string };

/** Reads what the reviewer must know of a live database. */
export async function readCatalog(_parser: Parser, _url: Secret): Promise<ReadCatalog> {
  return { kind: 'unusable', why: 'reading the catalog: not yet' };
}
