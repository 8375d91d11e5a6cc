import { tableOfIndex } from '../catalog/apply-creation.ts';
import { tableOf } from '../catalog/catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { forecastAddColumn, forecastAlterType, forecastDropColumn, forecastSetNotNull } from './columns.ts';
import {
  forecastAddConstraint,
  forecastAlterDomain,
  forecastDropConstraint,
  forecastRenameConstraint,
  forecastValidate,
} from './constraints.ts';
import { forecastDrop, forecastDropTable } from './drops.ts';
import { forecastCreateIndex, forecastDropIndex, forecastIndexChange, forecastReindex } from './indexes.ts';
import { forecastLockTable, forecastRefresh, forecastSelect, forecastView, forecastWrite } from './rows.ts';
import { forecastAttach, forecastCreateTable, forecastDetach, forecastOption, forecastTruncate } from './tables.ts';
import { type Touch, touch, touchAll, touchPartitions } from './touch.ts';

/** Every relation that a change touches, with lock and work; never weaker than what PostgreSQL takes. */
export function forecast(catalog: Catalog, change: Change): readonly Touch[] {
  return forecastDefinition(catalog, change) ?? forecastObject(catalog, change) ?? forecastRun(catalog, change) ?? [];
}

/** long: a menu of what is done to a table's definition, one line or two each. */
function forecastDefinition(catalog: Catalog, change: Change): readonly Touch[] | null {
  switch (change.kind) {
    case 'add-column':
      return forecastAddColumn(catalog, change);
    case 'drop-column':
      return forecastDropColumn(catalog, change);
    case 'alter-type':
      return forecastAlterType(catalog, change);
    case 'set-not-null':
      return forecastSetNotNull(catalog, change);
    case 'set-default':
    case 'drop-not-null':
    case 'rename-column':
      return touchAll(catalog, change.table, change.only, 'AccessExclusive');
    case 'set-expression':
      return touchAll(catalog, change.table, change.only, 'AccessExclusive', 'rewrite');
    case 'column-option':
      return touchAll(
        catalog,
        change.table,
        change.only || ownOptions.has(change.option),
        weakOptions.has(change.option) ? 'ShareUpdateExclusive' : 'AccessExclusive',
      );
    case 'rename-constraint':
      return forecastRenameConstraint(catalog, change);
    case 'add-constraint':
      return forecastAddConstraint(catalog, change);
    case 'validate-constraint':
      return forecastValidate(catalog, change);
    case 'drop-constraint':
      return forecastDropConstraint(catalog, change);
    case 'alter-constraint':
      return touchAll(catalog, change.table, change.only, 'AccessExclusive');
    case 'rename-table':
    case 'set-table-schema':
      return [touch(change.table, 'AccessExclusive')];
    case 'inherit':
    case 'no-inherit':
      return [
        touch(change.table, 'AccessExclusive'),
        touch(change.parent, change.kind === 'inherit' ? 'ShareUpdateExclusive' : 'AccessShare'),
      ];
    case 'attach-partition':
      return forecastAttach(catalog, change);
    case 'detach-partition':
      return forecastDetach(catalog, change);
    case 'table-option':
      return forecastOption(catalog, change);
    default:
      return null;
  }
}

/** Heirs that are no partitions are only sampled. */
function forecastAnalyze(catalog: Catalog, table: Name): readonly Touch[] {
  const sampled = touchAll(catalog, table, false, 'AccessShare', 'data');
  return [...touchPartitions(catalog, table, 'ShareUpdateExclusive', 'data'), ...sampled];
}

const weakOptions: ReadonlySet<string> = new Set(['statistics', 'options']);
/** Not passed on to the tables below. */
const ownOptions: ReadonlySet<string> = new Set([
  'options',
  'compression',
  'add-identity',
  'identity',
  'drop-identity',
  'always-identity',
  'restart-identity',
]);

/** long: a menu of what is made, dropped and said of objects, one line or two each. */
function forecastObject(catalog: Catalog, change: Change): readonly Touch[] | null {
  switch (change.kind) {
    case 'create-table':
      return forecastCreateTable(catalog, change);
    case 'drop-table':
      return forecastDropTable(catalog, change);
    case 'create-index':
      return forecastCreateIndex(catalog, change);
    case 'drop-index':
      return forecastDropIndex(catalog, change);
    case 'rename-index':
    case 'alter-index':
      return forecastIndexChange(catalog, change);
    case 'drop':
      return forecastDrop(catalog, change);
    case 'create-view':
      return forecastView(catalog, change);
    case 'create-trigger':
      return change.only
        ? [touch(change.table, 'ShareRowExclusive')]
        : touchPartitions(catalog, change.table, 'ShareRowExclusive');
    case 'drop-on-table':
      return change.what === 'trigger'
        ? touchPartitions(catalog, change.table, 'AccessExclusive')
        : [touch(change.table, 'AccessExclusive')];
    case 'create-policy':
    case 'create-rule':
    case 'rename-on-table':
      return [touch(change.table, 'AccessExclusive')];
    case 'create-statistics':
      return [touch(change.table, 'ShareUpdateExclusive')];
    case 'own-sequence':
      return [touch(change.table, 'AccessShare')];
    case 'alter-domain':
      return forecastAlterDomain(catalog, change);
    case 'comment':
      if (change.on === 'other') return [];
      return [touch(change.name, change.on === 'part' ? 'AccessShare' : 'ShareUpdateExclusive')];
    case 'publish':
      return change.tables.flatMap((table) => {
        const alone = tableOf(catalog, table)?.kind === 'partitioned';
        return touchAll(catalog, table, alone, 'ShareUpdateExclusive');
      });
    default:
      return null;
  }
}

function forecastRun(catalog: Catalog, change: Change): readonly Touch[] | null {
  switch (change.kind) {
    case 'truncate':
      return forecastTruncate(catalog, change);
    case 'update':
    case 'delete':
    case 'insert':
    case 'merge':
      return forecastWrite(catalog, change);
    case 'select':
      return forecastSelect(catalog, change);
    case 'lock-table':
      return forecastLockTable(catalog, change);
    case 'refresh':
      return forecastRefresh(catalog, change);
    case 'vacuum':
      return change.tables.flatMap((table) =>
        touchAll(
          catalog,
          table,
          false,
          change.full ? 'AccessExclusive' : 'ShareUpdateExclusive',
          change.full ? 'rewrite' : 'data',
        ),
      );
    case 'analyze':
      return change.tables.flatMap((table) => forecastAnalyze(catalog, table));
    case 'cluster':
      return change.table === null ? [] : touchPartitions(catalog, change.table, 'AccessExclusive', 'rewrite');
    case 'reindex':
      return forecastReindex(catalog, change);
    default:
      return null;
  }
}

/** PostgreSQL rebuilds each table's indexes in a transaction of its own, and each partition's. */
function reindexesMany(catalog: Catalog, { what, name }: ChangeOf<'reindex'>): boolean {
  if (name === null || (what !== 'table' && what !== 'index')) return true;
  const table = what === 'table' ? tableOf(catalog, name) : tableOfIndex(catalog, name);
  return table?.kind === 'partitioned';
}

/** Whether PostgreSQL runs it inside a transaction block. */
export function isTransactional(catalog: Catalog, change: Change): boolean {
  switch (change.kind) {
    case 'create-index':
    case 'drop-index':
    case 'detach-partition':
      return !change.concurrently;
    case 'reindex':
      return !change.concurrently && !reindexesMany(catalog, change);
    case 'vacuum':
    case 'outside-transaction':
    case 'drop-database':
      return false;
    case 'cluster':
      return change.table !== null && tableOf(catalog, change.table)?.kind !== 'partitioned';
    case 'add-enum-value':
      return catalog.serverVersion >= 12;
    default:
      return true;
  }
}
