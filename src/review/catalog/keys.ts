import type { Column, Constraint, Index } from './model.ts';

/** Columns of a primary key hold a value. */
export function withKeys(columns: readonly Column[], constraints: readonly Constraint[]): readonly Column[] {
  const keys = new Set(constraints.flatMap((one) => (one.kind === 'primary' ? one.columns : [])));
  return columns.map((column) => (keys.has(column.name) ? { ...column, nullable: false } : column));
}

/** The index that stands behind a constraint; undefined where it has none or takes one that is there. */
export function indexOf(constraint: Constraint): Index | undefined {
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary' && constraint.kind !== 'exclude') return undefined;
  if (constraint.kind !== 'exclude' && constraint.usingIndex !== null) return undefined;
  return {
    name: constraint.name,
    parts: constraint.columns,
    method: constraint.kind === 'exclude' ? 'gist' : 'btree',
    unique: constraint.kind !== 'exclude',
    columns: constraint.columns,
    included: [],
    expressionColumns: [],
    calls: [],
    predicateColumns: [],
    partial: false,
    valid: true,
    ofConstraint: true,
  };
}
