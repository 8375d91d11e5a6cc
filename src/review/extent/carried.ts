import { keyOf } from '../catalog/catalog.ts';
import type { Change } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { type Condition, holds, type LiveDatabase } from './condition.ts';

const carrying: ReadonlySet<Change['kind']> = new Set([
  'rename-table',
  'set-table-schema',
  'drop-table',
  'rename-column',
  'drop-column',
  'alter-type',
  'set-not-null',
  'drop-not-null',
  'set-default',
  'drop-constraint',
  'rename-constraint',
  'drop-index',
  'rename-index',
  'rename-type',
  'drop',
] satisfies readonly Change['kind'][]);

/** Whether a change may carry on, or take away again, what an earlier one made; most files have few of these. */
export const mayCarry = ({ kind }: Change): boolean => carrying.has(kind);

/**
 * The condition as it must be so after a later change of the same file that is in the database: under another name, or
 * null where the later change took away what it is about.
 */
export function carried(live: LiveDatabase, condition: Condition, later: Change): Condition | null {
  switch (later.kind) {
    case 'rename-table':
      return later.of === 'table' || later.of === 'view'
        ? moved(live, condition, later.table, { ...later.table, name: later.to })
        : condition;
    case 'set-table-schema':
      return moved(live, condition, later.table, { schema: later.to, name: later.table.name });
    case 'drop-table':
      return later.tables.some((table) => isGone(live, table) && isAbout(live, condition, table)) ? null : condition;
    case 'rename-column':
      return 'column' in condition && isAbout(live, condition, later.table) && condition.column === later.column
        ? underColumn(live, condition, later)
        : condition;
    case 'drop-column':
      return dropsColumn(live, condition, later) ? null : condition;
    default:
      return overridden(live, condition, later) ? null : condition;
  }
}

const same = ({ catalog }: LiveDatabase, a: Name, b: Name): boolean => keyOf(catalog, a) === keyOf(catalog, b);
const isGone = (live: LiveDatabase, table: Name): boolean =>
  holds(live, { kind: 'table', table, there: false }) === 'yes';
const isAbout = (live: LiveDatabase, condition: Condition, table: Name): boolean =>
  'table' in condition && same(live, condition.table, table);

/** Only where the new name is there and the old one is not: else the rename did not run. */
function moved(live: LiveDatabase, condition: Condition, from: Name, to: Name): Condition {
  const ran = isGone(live, from) && !isGone(live, to);
  return ran && 'table' in condition && same(live, condition.table, from) ? { ...condition, table: to } : condition;
}

function underColumn(
  live: LiveDatabase,
  condition: Extract<Condition, { readonly column: string }>,
  { table, column, to }: { readonly table: Name; readonly column: string; readonly to: string },
): Condition {
  const ran =
    holds(live, { kind: 'column', table, column: to, there: true }) === 'yes' &&
    holds(live, { kind: 'column', table, column, there: false }) === 'yes';
  return ran ? { ...condition, column: to } : condition;
}

function dropsColumn(
  live: LiveDatabase,
  condition: Condition,
  later: Extract<Change, { kind: 'drop-column' }>,
): boolean {
  if (!('column' in condition) || !isAbout(live, condition, later.table) || condition.column !== later.column)
    return false;
  return holds(live, { kind: 'column', table: later.table, column: later.column, there: false }) === 'yes';
}

/** What the later change says of the same thing, where it is so. */
// long: one switch over what may override, a condition each
function overridden(live: LiveDatabase, condition: Condition, later: Change): boolean {
  switch (later.kind) {
    case 'alter-type':
      return (
        condition.kind === 'type-of' &&
        isSameColumn(live, condition, later) &&
        holds(live, { kind: 'type-of', table: later.table, column: later.column, type: later.type }) === 'yes'
      );
    case 'set-not-null':
    case 'drop-not-null':
      return (
        condition.kind === 'nullable' &&
        isSameColumn(live, condition, later) &&
        condition.nullable !== (later.kind === 'drop-not-null') &&
        holds(live, { ...condition, nullable: !condition.nullable }) === 'yes'
      );
    case 'set-default':
      return (
        condition.kind === 'default' &&
        isSameColumn(live, condition, later) &&
        holds(live, { ...condition, value: later.value }) !== 'no'
      );
    case 'drop-constraint':
      return (
        (condition.kind === 'constraint' || condition.kind === 'validated') &&
        isAbout(live, condition, later.table) &&
        constraintName(condition) === later.name &&
        holds(live, { kind: 'constraint', table: later.table, of: later.name, there: false }) === 'yes'
      );
    case 'rename-constraint':
      return (
        condition.kind === 'constraint' &&
        isAbout(live, condition, later.table) &&
        constraintName(condition) === later.name &&
        holds(live, { kind: 'constraint', table: later.table, of: later.to, there: true }) === 'yes'
      );
    case 'drop-index':
      return (
        condition.kind === 'index' &&
        later.indexes.some((index) => index.name === condition.index.name) &&
        holds(live, { ...condition, there: false }) === 'yes'
      );
    case 'rename-index':
      return (
        condition.kind === 'index' &&
        later.index.name === condition.index.name &&
        holds(live, { kind: 'index', index: { ...later.index, name: later.to }, there: true }) === 'yes'
      );
    case 'rename-type':
      return (
        (condition.kind === 'type' || condition.kind === 'label') &&
        same(live, condition.type, later.type) &&
        holds(live, { kind: 'type', type: { ...later.type, name: later.to }, there: true }) === 'yes'
      );
    case 'drop':
      return (
        condition.kind === 'type' &&
        (later.what === 'type' || later.what === 'domain') &&
        later.names.some((name) => same(live, name, condition.type)) &&
        holds(live, { ...condition, there: false }) === 'yes'
      );
    default:
      return false;
  }
}

const isSameColumn = (
  live: LiveDatabase,
  condition: { readonly table: Name; readonly column: string },
  later: { readonly table: Name; readonly column: string },
): boolean => same(live, condition.table, later.table) && condition.column === later.column;

const constraintName = (condition: Extract<Condition, { kind: 'constraint' | 'validated' }>): string => {
  if (condition.kind === 'validated') return condition.name;
  return typeof condition.of === 'string' ? condition.of : condition.of.name;
};
