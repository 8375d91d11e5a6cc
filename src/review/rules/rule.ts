import { keyOf, shown, tableOf } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import type { Change, ChangeKind, ChangeOf } from '../changes/change.ts';
import type { FileIndex, Placed } from '../file-index.ts';
import type { Touch } from '../forecast/touch.ts';
import type { Name } from '../names.ts';
import type { Node } from '../parse/ast.ts';
import type { Tier, Verdict } from '../types.ts';

/**
 * What runs as one: `file` as Prisma before 7.4 sends it, `statement` as psql does, `unknown` for Prisma from 7.4 on,
 * which splits some files.
 */
export type Atomicity = 'file' | 'statement' | 'unknown';

/** Relations that stay locked: the first few by name, and how many there are. */
export interface Held {
  readonly first: readonly Name[];
  readonly count: number;
}

/** Where a change stands: its file, its transaction, and what went before. */
export interface Place {
  /** Of the statement in its file. */
  readonly position: number;
  /** Of every statement of the file. */
  readonly changes: readonly (readonly Change[])[];
  readonly atomicity: Atomicity;
  /** Whether that is known, and not only taken to be. */
  readonly certain: boolean;
  /** Number of each statement's transaction. */
  readonly transactions: readonly number[];
  /** Whether each statement stands between BEGIN and COMMIT. */
  readonly inBlock: readonly boolean[];
  /** Position of the file in the plan. */
  readonly file: number;
  readonly index: FileIndex;
  /** A statement of the file as it is written, by its position. */
  readonly textAt: (position: number) => string;
  /** Relations under AccessExclusive since an earlier statement of this transaction. */
  readonly held: Held;
  /** In force before the statement; null where nothing set it. */
  readonly lockTimeoutMs: number | null;
  readonly statementTimeoutMs: number | null;
  /** The limits that this is the file's first statement to need and not to have. */
  readonly firstWithout: { readonly lockTimeout: boolean; readonly statementTimeout: boolean };
}

/** What a rule sees of one change. */
export interface Scene {
  readonly change: Change;
  /** Whether it is its statement's first change. */
  readonly first: boolean;
  /** The database before it. */
  readonly catalog: Catalog;
  readonly touches: readonly Touch[];
  readonly place: Place;
  /** The statement as it is written. */
  readonly sql: string;
  /** The statement as the grammar gives it: parsed once more, so only for who must. */
  readonly node: () => Node | null;
}

/** What a rule says: one plain sentence, and the way out as SQL. */
export interface Raised {
  readonly severity: Verdict;
  readonly message: string;
  readonly remedy: string;
  readonly relation: Name | null;
  /** The time that the relation's lock is held matters: say it. */
  readonly timed?: true;
  /** Holds for relations that the plan makes, too. */
  readonly evenNew?: true;
  /** About the session that runs the file, not about the change. */
  readonly ofSession?: true;
}

/** SQL, with what must be there before it. */
export interface Case {
  readonly sql: string;
  readonly schema?: string;
  /** Of every table of the schema. */
  readonly rows?: number;
  /** Of the server, where it is not a recent one. */
  readonly serverVersion?: number;
}

/** More than the example: other spellings, other statements, and what looks alike and is none. `-- 2.sql` begins a second file. */
export interface Cases {
  /** Where a case has none of its own. */
  readonly schema?: string;
  readonly flagged: readonly (string | Case)[];
  readonly safe: readonly (string | Case)[];
}

/** One rule; its example is its test and its page. */
export interface Rule {
  readonly id: string;
  readonly tier: Tier;
  readonly title: string;
  /** Why it matters, for the rule's page. */
  readonly why: string;
  /** What is locked and what is done meanwhile; where no lock matters, it is left out. */
  readonly locks?: string;
  /** Where versions of PostgreSQL or Prisma differ. */
  readonly versions?: string;
  /** Where it is known from. */
  readonly source: string;
  /** SQL that it finds fault with, after the schema where that is needed; and SQL that it lets pass. */
  readonly example: {
    readonly schema?: string;
    readonly bad: string;
    readonly good: string;
    /** Of the server, where it is not a recent one. */
    readonly serverVersion?: number;
    /** Of the schema's tables, where it matters. */
    readonly rows?: number;
  };
  readonly cases?: Cases;
  /** A matter of taste: off unless asked for. */
  readonly optional?: true;
  readonly applies: (scene: Scene) => readonly Raised[];
}

export function tableIn({ catalog }: Scene, name: Name): Table | undefined {
  return tableOf(catalog, name);
}

export function label({ catalog }: Scene, name: Name): string {
  return shown(catalog, name);
}

/** `a, b, c and 4 more` */
export function heldNames(scene: Scene, { first, count }: Held): string {
  const more = count > first.length ? ` and ${count - first.length} more` : '';
  return `${first.map((name) => label(scene, name)).join(', ')}${more}`;
}

/** Whether the relation was made by this very file: nobody else knows it yet. */
export function isNewHere({ catalog, place }: Scene, name: Name): boolean {
  const origin = tableOf(catalog, name)?.origin;
  return origin?.kind === 'plan' && origin.file === place.file;
}

export function samePlace({ catalog }: Scene, a: Name, b: Name): boolean {
  return keyOf(catalog, a) === keyOf(catalog, b);
}

/** The file's changes of one table, in order. */
export function onSameTable({ catalog, place }: Scene, name: Name): readonly Placed[] {
  return place.index.onTable.get(keyOf(catalog, name)) ?? [];
}

/** Whether one of them, in an earlier statement of this transaction, is so. */
export function someEarlierOnTable(scene: Scene, name: Name, isSo: (change: Change) => boolean): boolean {
  const { position, transactions } = scene.place;
  const own = transactions[position];
  return onSameTable(scene, name).some(
    (one) => one.position < position && transactions[one.position] === own && isSo(one.change),
  );
}

/** Whether the file has validated a constraint of the table that is not known: it may prove what is asked for. */
export function mayBeProven(scene: Scene, table: Name): boolean {
  const known = tableIn(scene, table)?.constraints ?? [];
  const { position } = scene.place;
  return onSameTable(scene, table).some(
    ({ position: at, change: one }) =>
      at < position && one.kind === 'validate-constraint' && !known.some(({ name }) => name === one.name),
  );
}

/** Whether an earlier clause of this file has added the column: no running code knows it. */
export function isNewColumn(scene: Scene, table: Name, column: string): boolean {
  for (const { change } of onSameTable(scene, table)) {
    if (change === scene.change) return false;
    if (change.kind === 'add-column' && change.column.name === column) return true;
  }
  return false;
}

/** The file's changes of one kind in earlier statements of this transaction, nearest last. */
export function earlierOfKind<Kind extends ChangeKind>({ place }: Scene, kind: Kind): readonly ChangeOf<Kind>[] {
  const own = place.transactions[place.position];
  return placedOf(place, kind).flatMap((one) =>
    one.position < place.position && place.transactions[one.position] === own ? [one.change] : [],
  );
}

/** The file's changes of one kind in later statements. */
export function laterOfKind<Kind extends ChangeKind>({ place }: Scene, kind: Kind): readonly ChangeOf<Kind>[] {
  return placedOf(place, kind).flatMap((one) => (one.position > place.position ? [one.change] : []));
}

/** The file's changes of one kind, with their places. */
export function placedOf<Kind extends ChangeKind>(
  { index }: Pick<Place, 'index'>,
  kind: Kind,
): readonly { readonly position: number; readonly change: ChangeOf<Kind> }[] {
  // The index holds changes of this kind alone under it.
  return (index.ofKind.get(kind) ?? []) as readonly { position: number; change: ChangeOf<Kind> }[];
}

/** Whether the statement stands alone in its file. */
export function isAlone({ place }: Pick<Scene, 'place'>): boolean {
  return place.changes.length === 1;
}
