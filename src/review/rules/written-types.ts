import type { Column, TypeRef } from '../catalog/model.ts';
import type { Change } from '../changes/change.ts';
import type { Name } from '../names.ts';

/** A column's type, where a statement writes one. */
export interface WrittenType {
  readonly table: Name;
  readonly column: string;
  readonly type: TypeRef;
  readonly serial: boolean;
}

export function typesIn(change: Change): readonly WrittenType[] {
  const written = (table: Name, column: Column): WrittenType => ({
    table,
    column: column.name,
    type: column.type,
    serial: column.serial,
  });
  if (change.kind === 'create-table') return change.columns.map((column) => written(change.table, column));
  if (change.kind === 'add-column') return [written(change.table, change.column)];
  return change.kind === 'alter-type'
    ? [{ table: change.table, column: change.column, type: change.type, serial: false }]
    : [];
}
