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
  readonly all: readonly Change[];
  readonly kinds: ReadonlySet<ChangeKind>;
  /** By the table that they change. */
  readonly onTable: ReadonlyMap<string, readonly Placed[]>;
}

export function indexFile(catalog: Catalog, changes: readonly (readonly Change[])[]): FileIndex {
  const onTable = new Map<string, Placed[]>();
  for (const [position, some] of changes.entries()) {
    for (const change of some) {
      const table: Name | null = 'table' in change ? change.table : null;
      if (table === null || 'where' in change || change.kind === 'insert') continue;
      const key = keyOf(catalog, table);
      const known = onTable.get(key);
      if (known === undefined) onTable.set(key, [{ position, change }]);
      else known.push({ position, change });
    }
  }
  const all = changes.flat();
  return { all, kinds: new Set(all.map(({ kind }) => kind)), onTable };
}
