import type { ChangeOf } from './change.ts';

/** A table made from a query: its columns are what the query gives, so none is known. */
export function createdAs(
  table: ChangeOf<'create-table'>['table'],
  asReads: ChangeOf<'create-table'>['like'],
  ifNotExists: boolean,
): ChangeOf<'create-table'> {
  const nothing = {
    columns: [],
    constraints: [],
    partitioned: false,
    partitionKey: null,
    partitionOf: null,
    inherits: [],
    like: [],
  };
  return { kind: 'create-table', table, ...nothing, ifNotExists, asReads };
}
