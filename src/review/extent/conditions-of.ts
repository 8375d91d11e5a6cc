import { assertNever } from '../../lib/assert-never.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { as, type Node } from '../parse/ast.ts';
import { besideCondition } from './beside.ts';
import type { Condition } from './condition.ts';

// long: one switch over every change, so that a new one must say what it leaves behind

/** What a change leaves behind. */
export type Traces =
  | {
      readonly kind: 'conditions';
      readonly conditions: readonly Condition[];
      /** Written with IF [NOT] EXISTS: that they hold tells nothing. */
      readonly conditional: boolean;
    }
  /** Nothing, and nothing is lost by running it again. */
  | { readonly kind: 'nothing' }
  /** Something that is not looked at. */
  | { readonly kind: 'unseen'; readonly what: string };

const after = (conditions: readonly Condition[], conditional = false): Traces => ({
  kind: 'conditions',
  conditions,
  conditional,
});
const nothing: Traces = { kind: 'nothing' };
const unseen = (what: string): Traces => ({ kind: 'unseen', what });
const beside = (schema: Name, name: string): Name => ({ schema: schema.schema, name });

/** What is looked at after a change of this statement. */
// long: one switch over every change
export function tracesOf(change: Change, node: Node): Traces {
  const named = besideCondition(node);
  if (named !== null) return after([named.condition], named.conditional);
  switch (change.kind) {
    case 'create-table':
      return after([{ kind: 'table', table: change.table, there: true }], change.ifNotExists);
    case 'drop-table':
      return after(
        change.tables.map((table) => ({ kind: 'table', table, there: false })),
        change.ifExists,
      );
    case 'create-view':
      return change.replace ? unseen('a view') : after([{ kind: 'table', table: change.view, there: true }]);
    case 'add-column':
    case 'drop-column':
    case 'alter-type':
    case 'set-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'column-option':
    case 'rename-column':
      return ofColumn(change);
    case 'add-constraint':
    case 'drop-constraint':
    case 'rename-constraint':
    case 'validate-constraint':
      return ofConstraint(change);
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
      return ofIndex(change);
    case 'rename-table':
      return renamed(change);
    case 'set-table-schema':
      return after([
        { kind: 'table', table: { schema: change.to, name: change.table.name }, there: true },
        { kind: 'table', table: change.table, there: false },
      ]);
    case 'attach-partition':
      return after([{ kind: 'parent', table: change.partition, parent: change.table, there: true }]);
    case 'detach-partition':
      return after([{ kind: 'parent', table: change.partition, parent: change.table, there: false }]);
    case 'inherit':
    case 'no-inherit':
      return after([{ kind: 'parent', table: change.table, parent: change.parent, there: change.kind === 'inherit' }]);
    case 'table-option':
      if (change.option !== 'logged' && change.option !== 'unlogged') return unseen(`${change.option} of a table`);
      return after([{ kind: 'unlogged', table: change.table, unlogged: change.option === 'unlogged' }]);
    case 'drop':
      return dropped(change);
    case 'create-enum':
      return after([{ kind: 'type', type: change.type, there: true }]);
    case 'create-domain':
      return after([{ kind: 'type', type: change.domain, there: true }]);
    case 'add-enum-value':
      return after([{ kind: 'label', type: change.type, label: change.value, there: true }], skipsKnownValue(node));
    case 'rename-enum-value':
      return after([
        { kind: 'label', type: change.type, label: change.to, there: true },
        { kind: 'label', type: change.type, label: change.value, there: false },
      ]);
    case 'rename-type':
      return after([
        { kind: 'type', type: beside(change.type, change.to), there: true },
        { kind: 'type', type: change.type, there: false },
      ]);
    case 'transaction':
      return change.verb === 'rollback' ? unseen('ROLLBACK') : nothing;
    case 'set':
    case 'lock-table':
    case 'vacuum':
    case 'analyze':
    case 'cluster':
    case 'reindex':
      return nothing;
    case 'select':
      return change.calls.length === 0 ? nothing : unseen(`what ${change.calls[0]}() does`);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'truncate':
      return unseen('rows');
    case 'refresh':
      return unseen('rows of a materialized view');
    case 'create-function':
      return unseen('code of a function');
    case 'rights':
    case 'rights-taken':
      return unseen('rights');
    case 'other':
      return unseen(change.node === 'Do' ? 'what a DO block does' : change.node);
    case 'set-expression':
    case 'alter-constraint':
    case 'alter-index':
    case 'drop-on-table':
    case 'create-trigger':
    case 'create-policy':
    case 'create-rule':
    case 'rename-on-table':
    case 'rename-schema':
    case 'rename-other':
    case 'alter-domain':
    case 'comment':
    case 'create-statistics':
    case 'own-sequence':
    case 'publish':
    case 'create-other':
    case 'create-extension':
    case 'move-sequence':
    case 'outside-transaction':
    case 'drop-database':
    case 'drop-owned':
      return unseen('something that is not looked at');
    default:
      return assertNever(change);
  }
}

type AboutColumn =
  | ChangeOf<'add-column'>
  | ChangeOf<'drop-column'>
  | ChangeOf<'alter-type'>
  | ChangeOf<'set-default'>
  | ChangeOf<'set-not-null'>
  | ChangeOf<'column-option'>
  | ChangeOf<'rename-column'>;

function ofColumn(change: AboutColumn): Traces {
  const { table } = change;
  const column = typeof change.column === 'string' ? change.column : change.column.name;
  const of = { table, column };
  switch (change.kind) {
    case 'add-column':
      return after([{ kind: 'column', ...of, there: true }], change.ifNotExists);
    case 'drop-column':
      return after([{ kind: 'column', ...of, there: false }], change.ifExists);
    case 'alter-type':
      return after([{ kind: 'type-of', ...of, type: change.type }]);
    case 'set-default':
      return after([{ kind: 'default', ...of, value: change.value }]);
    case 'set-not-null':
    case 'drop-not-null':
      return after([{ kind: 'nullable', ...of, nullable: change.kind === 'drop-not-null' }]);
    case 'rename-column':
      return after([
        { kind: 'column', table, column: change.to, there: true },
        { kind: 'column', ...of, there: false },
      ]);
    case 'column-option':
      if (change.option === 'add-identity') return after([{ kind: 'identity', ...of }]);
      if (change.option === 'drop-expression') return after([{ kind: 'not-generated', ...of }]);
      return unseen(`${change.option} of a column`);
    default:
      return assertNever(change);
  }
}

function ofConstraint(
  change:
    | ChangeOf<'add-constraint'>
    | ChangeOf<'drop-constraint'>
    | ChangeOf<'rename-constraint'>
    | ChangeOf<'validate-constraint'>,
): Traces {
  const { table } = change;
  switch (change.kind) {
    case 'add-constraint': {
      const { constraint } = change;
      // the server keeps NOT NULL with its column until PostgreSQL 18
      if (constraint.kind === 'not-null') {
        return after(constraint.columns.map((column) => ({ kind: 'nullable', table, column, nullable: false })));
      }
      return after([{ kind: 'constraint', table, of: constraint, there: true }]);
    }
    case 'drop-constraint':
      return after([{ kind: 'constraint', table, of: change.name, there: false }], change.ifExists);
    case 'rename-constraint':
      return after([
        { kind: 'constraint', table, of: change.to, there: true },
        { kind: 'constraint', table, of: change.name, there: false },
      ]);
    case 'validate-constraint':
    case 'alter-constraint':
      return after([{ kind: 'validated', table, name: change.name }]);
    default:
      return assertNever(change);
  }
}

function ofIndex(change: ChangeOf<'create-index'> | ChangeOf<'drop-index'> | ChangeOf<'rename-index'>): Traces {
  switch (change.kind) {
    case 'create-index':
      if (change.unnamed) return unseen('an index without a name');
      return after(
        [{ kind: 'index', index: beside(change.table, change.index.name), there: true }],
        change.ifNotExists,
      );
    case 'drop-index':
      return after(
        change.indexes.map((index) => ({ kind: 'index', index, there: false })),
        change.ifExists,
      );
    case 'rename-index':
      return after([
        { kind: 'index', index: beside(change.index, change.to), there: true },
        { kind: 'index', index: change.index, there: false },
      ]);
    default:
      return assertNever(change);
  }
}

function renamed({ table, to, of }: ChangeOf<'rename-table'>): Traces {
  if (of === 'sequence') return unseen('the name of a sequence');
  if (of === 'index') {
    return after([
      { kind: 'index', index: beside(table, to), there: true },
      { kind: 'index', index: table, there: false },
    ]);
  }
  return after([
    { kind: 'table', table: beside(table, to), there: true },
    { kind: 'table', table, there: false },
  ]);
}

function dropped({ what, names, ifExists }: ChangeOf<'drop'>): Traces {
  switch (what) {
    case 'view':
    case 'materialized-view':
      return after(
        names.map((table) => ({ kind: 'table', table, there: false })),
        ifExists,
      );
    case 'type':
    case 'domain':
      return after(
        names.map((type) => ({ kind: 'type', type, there: false })),
        ifExists,
      );
    default:
      return unseen(`a ${what} that is dropped`);
  }
}

/** `ADD VALUE IF NOT EXISTS` */
const skipsKnownValue = (node: Node): boolean => as(node, 'AlterEnumStmt')?.skipIfNewValExists === true;
