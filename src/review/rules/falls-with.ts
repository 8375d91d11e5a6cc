import { linked } from '../catalog/catalog.ts';
import type { Table } from '../catalog/model.ts';
import { valuesOf } from '../catalog/name-map.ts';
import { cascaded } from '../forecast/tables.ts';
import { type Reference, referencesTo, targetColumnsOf } from '../forecast/touch.ts';
import { viewsOn, viewsOnColumn } from '../forecast/views.ts';
import { type Name, quoted } from '../names.ts';
import { within } from '../parse/walk.ts';
import { label, type Scene, tableIn } from './rule.ts';

/** What goes with a name that is dropped with CASCADE, as far as the catalog knows what depends on what. */
export function fallsWith(scene: Scene, name: Name): readonly string[] {
  const { change, catalog } = scene;
  switch (change.kind) {
    case 'drop-table':
      return [
        ...views(scene, viewsOn(catalog, name)),
        ...keys(scene, referencesTo(catalog, name)),
        ...heirs(scene, name),
      ];
    case 'truncate':
      return cascaded(catalog, [name])
        .slice(1)
        .map((table) => `all rows of ${label(scene, table)}`);
    case 'drop-column': {
      const inward = referencesTo(catalog, name).filter(({ key }) =>
        targetColumnsOf(catalog, key).includes(change.column),
      );
      return [...views(scene, viewsOnColumn(catalog, name, change.column)), ...keys(scene, inward)];
    }
    case 'drop-constraint': {
      const own = tableIn(scene, name)?.constraints.find((one) => one.name === change.name);
      const inward = referencesTo(catalog, name).filter(
        ({ key }) => targetColumnsOf(catalog, key).join() === own?.columns.join(),
      );
      return keys(scene, inward);
    }
    case 'drop':
      return droppedObject(scene, change.what, name);
    default:
      return [];
  }
}

function droppedObject(scene: Scene, what: string, name: Name): readonly string[] {
  const { catalog } = scene;
  if (what === 'view' || what === 'materialized-view') return views(scene, viewsOn(catalog, name));
  if (what === 'type' || what === 'domain') {
    return linked(catalog, 'type', name).flatMap((table) =>
      table.columns
        .filter(({ type }) => type.name === name.name)
        .map((column) => `the column ${quoted(column.name)} of ${label(scene, table.name)}`),
    );
  }
  const tables = [...valuesOf(catalog.tables)];
  if (what === 'schema') {
    return tables
      .filter((table) => (table.name.schema ?? catalog.defaultSchema) === name.name)
      .map((table) => shownAs(scene, table));
  }
  if (what !== 'function' && what !== 'sequence') return [];
  return tables.flatMap((table) =>
    table.columns
      .filter(({ default: value }) => value !== null && mentions(value, name.name))
      .map((column) => `the default of ${quoted(column.name)} of ${label(scene, table.name)}`),
  );
}

/** Calls a function of the name, or names it in a literal as in `nextval('orders_id_seq')`. */
function mentions(expression: unknown, name: string): boolean {
  const called = within(expression, 'FuncCall').some(({ funcname }) =>
    within(funcname, 'String').some(({ sval }) => sval === name),
  );
  return (
    called ||
    within(expression, 'A_Const').some(({ sval }) => sval?.sval?.split('.').at(-1)?.replaceAll('"', '') === name)
  );
}

function views(scene: Scene, found: readonly Table[]): readonly string[] {
  return found.map((view) => shownAs(scene, view));
}

function keys(scene: Scene, found: readonly Reference[]): readonly string[] {
  return found.map(({ from, key }) => `the foreign key ${quoted(key.name)} of ${label(scene, from.name)}`);
}

/** Tables that inherit; partitions go without CASCADE, too. */
function heirs(scene: Scene, name: Name): readonly string[] {
  return linked(scene.catalog, 'child', name)
    .filter(({ partitionOf }) => partitionOf === null)
    .map((table) => shownAs(scene, table));
}

const words = {
  table: 'the table',
  partitioned: 'the table',
  'foreign-table': 'the table',
  view: 'the view',
  'materialized-view': 'the materialized view',
};

function shownAs(scene: Scene, { kind, name }: Table): string {
  return `${words[kind]} ${label(scene, name)}`;
}
