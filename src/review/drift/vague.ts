import { keyOf, linked } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import { entriesOf } from '../catalog/name-map.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';

/** What nothing is said about, because a statement may have changed it in a way that its text does not show. */
export interface Vague {
  readonly everything: boolean;
  /** Texts in small letters; what they name is vague. */
  readonly texts: readonly string[];
  /** Keys of tables and views. */
  readonly tables: ReadonlySet<string>;
}

/** What one change leaves in doubt. */
export interface Reach {
  /** Why, in a few words; null: it is followed. */
  readonly doubt: string | null;
  readonly everything?: boolean;
  readonly text?: string;
  readonly tables?: readonly string[];
}

interface Seen {
  readonly before: Catalog;
  readonly isOwn: (name: string) => boolean;
}

export const noVagueness: Vague = { everything: false, texts: [], tables: new Set() };
const followed: Reach = { doubt: null };
const all = (doubt: string): Reach => ({ doubt, everything: true });

export const widened = (vague: Vague, reach: Reach): Vague =>
  reach.doubt === null
    ? vague
    : {
        everything: vague.everything || reach.everything === true,
        texts: reach.text === undefined ? vague.texts : [...vague.texts, reach.text.toLowerCase()],
        tables: new Set([...vague.tables, ...(reach.tables ?? [])]),
      };

export function isVague({ everything, texts, tables }: Vague, key: string, name: string): boolean {
  return everything || tables.has(key) || texts.some((text) => text.includes(name.toLowerCase()));
}

/** How far a change reaches beyond what the catalog follows. */
export function reachOf(change: Change, sql: string, seen: Seen): Reach {
  switch (change.kind) {
    case 'other':
      return reachOfOther(change, sql);
    case 'select':
      return reachOfCall(change, sql, seen);
    case 'drop':
      return reachOfDrop(change, seen.before);
    case 'drop-table':
      return change.cascade ? dependents(seen.before, change.tables, 'DROP TABLE … CASCADE') : followed;
    case 'drop-column':
    case 'drop-constraint':
      return change.cascade ? dependents(seen.before, [change.table], 'DROP … CASCADE') : followed;
    case 'create-table':
      return change.like.length > 0
        ? { doubt: 'CREATE TABLE … LIKE', tables: [keyOf(seen.before, change.table)] }
        : followed;
    case 'column-option':
      return /identity$/.test(change.option) && change.option !== 'add-identity'
        ? { doubt: 'ALTER COLUMN … IDENTITY', tables: [keyOf(seen.before, change.table)] }
        : followed;
    case 'detach-partition':
      return { doubt: 'DETACH PARTITION', tables: [keyOf(seen.before, change.partition)] };
    case 'no-inherit':
      return { doubt: 'NO INHERIT', tables: [keyOf(seen.before, change.table)] };
    case 'rename-schema':
      return all('ALTER SCHEMA … RENAME');
    case 'transaction':
      return change.verb === 'rollback' ? all('ROLLBACK') : followed;
    case 'set':
      return reachOfSetting(change, seen.before);
    case 'insert':
    case 'update':
    case 'delete':
      return change.table.name.startsWith('pg_') ? all(`writes to ${change.table.name}`) : followed;
    default:
      return followed;
  }
}

/** Statements that are not read and make or change nothing that is compared. */
const besides = new Set(
  'AlterDatabaseSet AlterEventTrig AlterExtension AlterExtensionContents AlterFunction AlterObjectDepends AlterRoleSet AlterStats CheckPoint CreateEventTrig CreateFdw CreateForeignServer CreatePLang CreateUserMapping Discard Explain Notify SecLabel'.split(
    ' ',
  ),
);

function reachOfOther({ node }: ChangeOf<'other'>, sql: string): Reach {
  if (besides.has(node)) return followed;
  if (node === 'Call' || (node === 'Do' && isDynamic(sql)))
    return all(node === 'Do' ? 'a DO block with dynamic SQL' : 'CALL');
  return { doubt: node === 'Do' ? 'a DO block' : node, text: sql };
}

/** Whether the text need not name what it changes. */
const isDynamic = (sql: string): boolean => /\bexecute\s+(?!function\b|procedure\b)|\bcascade\b|\bperform\b/i.test(sql);

/** A function of the app's own may change anything; where it is told a table, that one. */
function reachOfCall({ calls }: ChangeOf<'select'>, sql: string, { before, isOwn }: Seen): Reach {
  const own = calls.find(isOwn);
  if (own === undefined) return followed;
  const text = sql.toLowerCase();
  const named = [...entriesOf(before.tables)].some(([, table]) => text.includes(table.name.name.toLowerCase()));
  const doubt = `calls ${own}()`;
  return named ? { doubt, text } : all(doubt);
}

function reachOfDrop({ what, names, cascade }: ChangeOf<'drop'>, before: Catalog): Reach {
  if (what === 'schema') return all('DROP SCHEMA');
  if (!cascade) return followed;
  if (what === 'view' || what === 'materialized-view') return dependents(before, names, 'DROP VIEW … CASCADE');
  if (what !== 'type' && what !== 'domain') return all(`DROP ${what.toUpperCase()} … CASCADE`);
  const users = names.flatMap((name) => linked(before, 'type', name));
  return users.length === 0 ? followed : { doubt: 'DROP TYPE … CASCADE', tables: keysOf(before, users) };
}

/** What may have gone along: views at any depth, and tables with keys to it. */
function dependents(before: Catalog, names: readonly Name[], doubt: string): Reach {
  const views = new Map<string, Table>();
  const visit = (name: Name): void => {
    for (const view of linked(before, 'view', name)) {
      const key = keyOf(before, view.name);
      if (views.has(key)) continue;
      views.set(key, view);
      visit(view.name);
    }
  };
  for (const name of names) visit(name);
  const keys = keysOf(before, [...views.values(), ...names.flatMap((name) => linked(before, 'fk', name))]);
  return keys.length === 0 ? followed : { doubt, tables: keys };
}

const keysOf = (catalog: Catalog, tables: readonly Table[]): readonly string[] =>
  tables.map(({ name }) => keyOf(catalog, name));

/**
 * From then on names without a schema are looked for elsewhere. An empty path, as `pg_dump` writes it, has all names
 * written out.
 */
function reachOfSetting({ name, value }: ChangeOf<'set'>, { defaultSchema }: Catalog): Reach {
  const same = value === null || value === '' || value.split(',')[0]?.trim().replaceAll('"', '') === defaultSchema;
  return name !== 'search_path' || same ? followed : all('SET search_path');
}
