import type { Name } from '../names.ts';
import type { ChangeOf } from './change.ts';

/** A table made from a query: its columns are what the query gives, so none is known. */
export function createdAs(
  table: ChangeOf<'create-table'>['table'],
  asReads: readonly Name[],
  { ifNotExists, noData, unlogged }: Pick<ChangeOf<'create-table'>, 'ifNotExists' | 'noData' | 'unlogged'>,
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
  return { kind: 'create-table', table, ...nothing, ifNotExists, asReads, noData, unlogged };
}
