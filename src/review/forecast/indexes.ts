import { tableOfIndex } from '../catalog/apply-creation.ts';
import { tableOf } from '../catalog/catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { ownWork, type Touch, touch, touchAll, touchPartitions, withPartitions } from './touch.ts';

export function forecastCreateIndex(catalog: Catalog, change: ChangeOf<'create-index'>): readonly Touch[] {
  const { table, only, concurrently } = change;
  const isThere =
    change.ifNotExists && tableOfIndex(catalog, { schema: table.schema, name: change.index.name }) !== undefined;
  const build = isThere ? 'metadata' : 'index-build';
  if (concurrently) return touchAll(catalog, table, only, 'ShareUpdateExclusive', build);
  const partitioned = tableOf(catalog, table)?.kind === 'partitioned';
  // Heirs that are no partitions keep indexes of their own.
  return touchAll(catalog, table, only || !partitioned, 'Share', only && partitioned ? 'metadata' : build);
}

export function forecastDropIndex(catalog: Catalog, change: ChangeOf<'drop-index'>): readonly Touch[] {
  const lock = change.concurrently ? 'ShareUpdateExclusive' : 'AccessExclusive';
  return change.indexes.flatMap((index) => [...tableTouches(catalog, index, lock), touch(index, lock)]);
}

function tableTouches(
  catalog: Catalog,
  index: Name,
  lock: 'ShareUpdateExclusive' | 'AccessExclusive',
): readonly Touch[] {
  const table = tableOfIndex(catalog, index);
  if (table === undefined) return [];
  return touchAll(catalog, table.name, table.kind !== 'partitioned', lock);
}

/** Renaming, attaching: the index alone, briefly; a table's reads plan with it, so a strong lock there is felt. */
export function forecastIndexChange(
  catalog: Catalog,
  change: ChangeOf<'rename-index'> | ChangeOf<'alter-index'>,
): readonly Touch[] {
  if (change.kind === 'rename-index') return [touch(change.index, 'ShareUpdateExclusive')];
  if (change.attach === null) return [touch(change.index, 'AccessExclusive')];
  const both = [change.index, change.attach];
  const on = both.flatMap((index) => tableOfIndex(catalog, index) ?? []);
  return [...both.map((index) => touch(index, 'AccessExclusive')), ...on.map(({ name }) => touch(name, 'AccessShare'))];
}

export function forecastReindex(catalog: Catalog, { what, name, concurrently }: ChangeOf<'reindex'>): readonly Touch[] {
  if (name === null || (what !== 'index' && what !== 'table')) return [];
  const lock = concurrently ? 'ShareUpdateExclusive' : 'Share';
  if (what === 'table')
    return withPartitions(catalog, name).map((one, at) => {
      const bare = one.known && one.indexes.length === 0;
      // Partitions are looked for under Share, which is given back before they are rebuilt one by one.
      return touch(one.name, at === 0 ? lock : 'Share', bare ? 'metadata' : ownWork(one, 'index-build'));
    });
  const table = tableOfIndex(catalog, name);
  const on = table === undefined ? [] : touchPartitions(catalog, table.name, lock, 'index-build');
  return [...on, touch(name, concurrently ? 'ShareUpdateExclusive' : 'AccessExclusive', 'index-build')];
}
