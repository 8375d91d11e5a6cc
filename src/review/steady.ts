import { putTable, shown } from './catalog/catalog.ts';
import type { Catalog, Table } from './catalog/model.ts';
import { valuesOf } from './catalog/name-map.ts';
import { isSmall, smallBytes, smallRows } from './soften.ts';

/** A table's share beyond the border within which it stays what it was. */
const margin = 0.2;

/**
 * Tables that an earlier look took for small, or for large, stay so until they are clearly past the border: estimates
 * of rows wobble with every ANALYZE, and whoever approved should not be asked again for that. Sizes on the wrong side
 * and within the margin are put on the border.
 */
export function steadied(catalog: Catalog, earlier: ReadonlyMap<string, 'small' | 'large'>): Catalog {
  if (earlier.size === 0) return catalog;
  return [...valuesOf(catalog.tables)].reduce((next, table) => {
    const was = earlier.get(shown(catalog, table.name));
    const held = was === undefined ? null : heldAt(was, table);
    return held === null ? next : putTable(next, { ...table, ...held });
  }, catalog);
}

function heldAt(was: 'small' | 'large', { rows, bytes }: Table): Pick<Table, 'rows' | 'bytes'> | null {
  if (bytes === null || isSmall({ rows, bytes }) === (was === 'small')) return null;
  const within = was === 'small' ? isSmall(scaled(rows, bytes, 1 + margin)) : !isSmall(scaled(rows, bytes, 1 - margin));
  if (!within) return null;
  if (was === 'large') return { rows, bytes: Math.max(bytes, smallBytes) };
  return { rows: rows === null ? null : Math.min(rows, smallRows - 1), bytes: Math.min(bytes, smallBytes - 1) };
}

const scaled = (rows: number | null, bytes: number, by: number) => ({
  rows: rows === null ? null : rows / by,
  bytes: bytes / by,
});
