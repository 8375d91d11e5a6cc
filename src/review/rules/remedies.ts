import type { ChangeOf } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';

/** An index as SQL; parts that the catalog does not keep stand as `…`. */
export function indexSql(
  { table, index, ifNotExists }: ChangeOf<'create-index'>,
  how: { readonly concurrently?: true; readonly only?: true },
): string {
  const words = [
    'CREATE',
    index.unique ? 'UNIQUE ' : '',
    'INDEX',
    how.concurrently ? 'CONCURRENTLY' : '',
    ifNotExists && how.concurrently !== true ? 'IF NOT EXISTS' : '',
  ];
  const head = words
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join(' ');
  const method = index.method === 'btree' ? '' : ` USING ${index.method}`;
  const keys = [...index.columns.map(quoted), ...(index.expressionColumns.length > 0 ? ['…'] : [])].join(', ');
  const include = index.included.length === 0 ? '' : ` INCLUDE (${index.included.map(quoted).join(', ')})`;
  const where = index.partial ? ' WHERE …' : '';
  return `${head} ${quoted(index.name)} ON ${how.only ? 'ONLY ' : ''}${sqlName(table)}${method} (${keys})${include}${where};`;
}

/** The four steps that make a column NOT NULL without a scan under a strong lock. */
export function notNullSteps(table: Parameters<typeof sqlName>[0], column: string): string {
  const target = sqlName(table);
  const check = quoted(`${table.name}_${column}_not_null`.slice(0, 63));
  return [
    '-- first file',
    `ALTER TABLE ${target} ADD CONSTRAINT ${check} CHECK (${quoted(column)} IS NOT NULL) NOT VALID;`,
    '-- second file',
    `ALTER TABLE ${target} VALIDATE CONSTRAINT ${check};`,
    '-- third file',
    `ALTER TABLE ${target} ALTER COLUMN ${quoted(column)} SET NOT NULL;`,
    `ALTER TABLE ${target} DROP CONSTRAINT ${check};`,
  ].join('\n');
}
