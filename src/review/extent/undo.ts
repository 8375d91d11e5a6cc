import { assertNever } from '../../lib/assert-never.ts';
import type { Change } from '../changes/change.ts';
import { type Name, quoted, sqlName } from '../names.ts';
import type { LookedStatement } from './extent.ts';

// long: a table of changes with their opposites
/** SQL that takes one change away again; null where the change took away what its text does not hold. */
function undone(change: Change): string | null {
  const table = 'table' in change && change.table !== null ? `ALTER TABLE ${sqlName(change.table)}` : '';
  switch (change.kind) {
    case 'create-table':
      return `DROP TABLE ${sqlName(change.table)};`;
    case 'create-view':
      return `DROP ${change.materialized ? 'MATERIALIZED ' : ''}VIEW ${sqlName(change.view)};`;
    case 'add-column':
      return `${table} DROP COLUMN ${quoted(change.column.name)};`;
    case 'rename-column':
      return `${table} RENAME COLUMN ${quoted(change.to)} TO ${quoted(change.column)};`;
    case 'set-not-null':
      return `${table} ALTER COLUMN ${quoted(change.column)} DROP NOT NULL;`;
    case 'drop-not-null':
      return `${table} ALTER COLUMN ${quoted(change.column)} SET NOT NULL;`;
    case 'add-constraint':
      return change.constraint.kind === 'not-null'
        ? change.constraint.columns.map((one) => `${table} ALTER COLUMN ${quoted(one)} DROP NOT NULL;`).join('\n')
        : `${table} DROP CONSTRAINT ${quoted(change.constraint.name)};`;
    case 'rename-constraint':
      return `${table} RENAME CONSTRAINT ${quoted(change.to)} TO ${quoted(change.name)};`;
    case 'rename-table':
      return renamedBack(change);
    case 'set-table-schema':
      if (change.table.schema === null) return null;
      return `ALTER TABLE ${sqlName({ schema: change.to, name: change.table.name })} SET SCHEMA ${quoted(change.table.schema)};`;
    case 'create-index':
      return dropIndex({ schema: change.table.schema, name: change.index.name }, change.concurrently);
    case 'rename-index':
      return `ALTER INDEX ${sqlName({ ...change.index, name: change.to })} RENAME TO ${quoted(change.index.name)};`;
    case 'attach-partition':
      return `${table} DETACH PARTITION ${sqlName(change.partition)};`;
    case 'inherit':
      return `${table} NO INHERIT ${sqlName(change.parent)};`;
    case 'no-inherit':
      return `${table} INHERIT ${sqlName(change.parent)};`;
    case 'create-enum':
      return `DROP TYPE ${sqlName(change.type)};`;
    case 'create-domain':
      return `DROP DOMAIN ${sqlName(change.domain)};`;
    case 'rename-type':
      return `ALTER TYPE ${sqlName({ ...change.type, name: change.to })} RENAME TO ${quoted(change.type.name)};`;
    case 'rename-enum-value':
      return `ALTER TYPE ${sqlName(change.type)} RENAME VALUE ${text(change.to)} TO ${text(change.value)};`;
    default:
      return null;
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function renamedBack({ table, to, of }: Extract<Change, { kind: 'rename-table' }>): string | null {
  const words = { table: 'TABLE', view: 'VIEW', index: 'INDEX', sequence: 'SEQUENCE' }[of];
  return `ALTER ${words} ${sqlName({ ...table, name: to })} RENAME TO ${quoted(table.name)};`;
}

export const dropIndex = (index: Name, concurrently: boolean): string =>
  `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${sqlName(index)};`;

const comment = (words: string): string => `-- ${words.replace(/\s+/g, ' ')}`;

/**
 * SQL that takes away what is there of the file, the last statement first. What its text cannot bring back, or what nobody
 * can say of, stands as a comment.
 */
export function undoingOf(statements: readonly LookedStatement[]): string {
  return statements.toReversed().flatMap(undoLines).join('\n\n');
}

function undoLines({ line, presence, changes, sql }: LookedStatement): readonly string[] {
  const first = clampLine(sql);
  switch (presence) {
    case 'absent':
    case 'without-trace':
      return [];
    case 'unknown':
      return [comment(`line ${line}: ${first}: nobody can say whether it ran; look, and undo it by hand`)];
    case 'present':
    case 'partly': {
      const back = changes.toReversed().map(undone);
      if (back.some((one) => one === null)) {
        return [comment(`line ${line}: ${first}: no statement takes it back by itself; a backup from before it does`)];
      }
      return [`${comment(`undoes line ${line}: ${first}`)}\n${back.join('\n')}`];
    }
    default:
      return assertNever(presence);
  }
}

/** What is left to run, in the order of the file. */
export function completionOf(statements: readonly LookedStatement[]): string {
  return statements.flatMap(completionLines).join('\n\n');
}

function completionLines({ line, presence, changes, sql }: LookedStatement): readonly string[] {
  switch (presence) {
    case 'present':
      return [];
    case 'absent':
      return [`${sql};`];
    case 'without-trace':
      return changes.some(({ kind }) => kind === 'set' || kind === 'transaction') ? [`${sql};`] : [];
    case 'unknown':
      return [`${comment(`line ${line}: nobody can say whether this ran; look before you run it`)}\n${sql};`];
    case 'partly': {
      const drops = changes.flatMap((change) =>
        change.kind === 'create-index'
          ? [dropIndex({ schema: change.table.schema, name: change.index.name }, change.concurrently)]
          : [],
      );
      return [[comment(`line ${line}: its index is there and invalid`), ...drops, `${sql};`].join('\n')];
    }
    default:
      return assertNever(presence);
  }
}

const clampLine = (sql: string): string => {
  const one = sql.replace(/\s+/g, ' ');
  return one.length > 80 ? `${one.slice(0, 79)}…` : one;
};
