import { keyOf, linked } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import { reach } from '../catalog/reach.ts';
import type { Name } from '../names.ts';

/** The views that read a relation, and those that read these. */
export function viewsOn(catalog: Catalog, name: Name): readonly Table[] {
  return withViews(catalog, linked(catalog, 'view', name));
}

/** The views that go with a column: those that name it, and those that read these. */
export function viewsOnColumn(catalog: Catalog, table: Name, column: string): readonly Table[] {
  const naming = linked(catalog, 'view', table).filter(({ readColumns }) =>
    ['*', column].some((name) => readColumns.includes(name)),
  );
  return withViews(catalog, naming);
}

function withViews(catalog: Catalog, views: readonly Table[]): readonly Table[] {
  return reach(views, {
    key: ({ name }) => keyOf(catalog, name),
    next: ({ name }) => linked(catalog, 'view', name),
  });
}
