import { keyOf } from './catalog/catalog.ts';
import type { Catalog } from './catalog/model.ts';
import type { Change, ChangeKind } from './changes/change.ts';
import type { Name } from './names.ts';

/** A change with the position of its statement. */
export interface Placed {
  readonly position: number;
  readonly change: Change;
}

/** A file's changes by what rules ask for, so that no rule reads the whole file for each statement. */
export interface FileIndex {
  readonly ofKind: ReadonlyMap<ChangeKind, readonly Placed[]>;
  /** By the table that they change. */
  readonly onTable: ReadonlyMap<string, readonly Placed[]>;
}

export function indexFile(catalog: Catalog, changes: readonly (readonly Change[])[]): FileIndex {
  const onTable = new Map<string, Placed[]>();
  const ofKind = new Map<ChangeKind, Placed[]>();
  for (const [position, some] of changes.entries()) {
    for (const change of some) {
      const placed = { position, change };
      put(ofKind, change.kind, placed);
      const table: Name | null = 'table' in change ? change.table : null;
      if (table === null || 'where' in change) continue;
      put(onTable, keyOf(catalog, table), placed);
    }
  }
  return { ofKind, onTable };
}

function put<Key>(lists: Map<Key, Placed[]>, key: Key, placed: Placed): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [placed]);
  else known.push(placed);
}
