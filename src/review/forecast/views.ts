import { linked } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import type { Name } from '../names.ts';

/** The views that read a relation, and those that read these. */
export function viewsOn(catalog: Catalog, name: Name): readonly Table[] {
  return linked(catalog, 'view', name).flatMap((view) => [view, ...viewsOn(catalog, view.name)]);
}

/** The views that go with a column: those that name it, and those that read these. */
export function viewsOnColumn(catalog: Catalog, table: Name, column: string): readonly Table[] {
  const naming = linked(catalog, 'view', table).filter(({ readColumns }) =>
    ['*', column].some((name) => readColumns.includes(name)),
  );
  return naming.flatMap((view) => [view, ...viewsOn(catalog, view.name)]);
}
