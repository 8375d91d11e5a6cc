import type { Constraint, Index } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { left, toSql } from '../changes/to-sql.ts';
import { madeName, type Name, quoted, sqlName } from '../names.ts';
import type { Scene } from './rule.ts';

/** Steps that must not share a transaction, each in a migration file of its own. */
export function inFiles(...steps: readonly string[]): string {
  if (steps.length === 1) return `-- alone in its migration file\n${steps[0]}`;
  return steps.map((step, at) => `-- file ${at + 1}\n${step}`).join('\n');
}

/** The statement itself, with CONCURRENTLY and without IF NOT EXISTS. */
export function asConcurrent({ sql: text }: Scene, change: ChangeOf<'create-index'>): string {
  const head = /^(create\s+(?:unique\s+)?index)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?/i;
  return head.test(text)
    ? `${text.replace(head, (_, words: string) => `${words} CONCURRENTLY `)};`
    : indexSql(change, { concurrently: true });
}

/** An index as SQL; parts that the catalog does not keep stand as `…`. */
export function indexSql(
  { table, index }: { readonly table: Name; readonly index: Index },
  how: { readonly concurrently?: true; readonly only?: true },
): string {
  const head = ['CREATE', index.unique ? 'UNIQUE' : '', 'INDEX', how.concurrently ? 'CONCURRENTLY' : ''];
  const method = index.method === 'btree' ? '' : ` USING ${index.method}`;
  const keys = [...index.columns.map(quoted), ...(index.expressionColumns.length > 0 ? [left] : [])].join(', ');
  const include = index.included.length === 0 ? '' : ` INCLUDE (${index.included.map(quoted).join(', ')})`;
  const where = index.partial ? ` WHERE ${left}` : '';
  return `${head.filter((word) => word !== '').join(' ')} ${quoted(index.name)} ON ${how.only ? 'ONLY ' : ''}${sqlName(table)}${method} (${keys})${include}${where};`;
}

/** `CHECK (…)` with its expression. */
export function checkSql(constraint: Extract<Constraint, { kind: 'check' }>): string {
  return `CHECK (${toSql(constraint.expression) ?? left})`;
}

/** Steps: added without reading the rows, and validated when the lock is gone. */
export function validatedLater(table: Name, name: string, definition: string): readonly string[] {
  const target = `ALTER TABLE ${sqlName(table)}`;
  return [
    `${target} ADD CONSTRAINT ${quoted(name)} ${definition} NOT VALID;`,
    `${target} VALIDATE CONSTRAINT ${quoted(name)};`,
  ];
}

/** Steps: the index built while the application runs, then named as the constraint's. */
export function indexFirst(table: Name, { kind, name, columns }: Key): readonly string[] {
  const keys = columns.map(quoted).join(', ');
  const word = kind === 'primary' ? 'PRIMARY KEY' : 'UNIQUE';
  return [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} ON ${sqlName(table)} (${keys});`,
    `ALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${quoted(name)} ${word} USING INDEX ${quoted(name)};`,
  ];
}

type Key = Extract<Constraint, { kind: 'unique' | 'primary' }>;

/** Steps: how a column becomes NOT NULL without a scan under a strong lock, on a server of this major version. */
export function notNullSteps(table: Name, column: string, serverVersion: number): readonly string[] {
  const target = `ALTER TABLE ${sqlName(table)}`;
  const name = quoted(madeName(table.name, column, 'not_null'));
  if (serverVersion >= 18) {
    return [
      `${target} ADD CONSTRAINT ${name} NOT NULL ${quoted(column)} NOT VALID;`,
      `${target} VALIDATE CONSTRAINT ${name};`,
    ];
  }
  const added = `${target} ADD CONSTRAINT ${name} CHECK (${quoted(column)} IS NOT NULL) NOT VALID;`;
  const validated = `${target} VALIDATE CONSTRAINT ${name};`;
  if (serverVersion < 12)
    return [added, `${validated}\n-- and leave it at that: before PostgreSQL 12 SET NOT NULL reads all rows again`];
  return [
    added,
    validated,
    `${target} ALTER COLUMN ${quoted(column)} SET NOT NULL;\n${target} DROP CONSTRAINT ${name};`,
  ];
}
