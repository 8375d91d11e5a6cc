import { type Name, nameOf } from '../names.ts';
import { allOf, as, type NodeOf, textsOf } from '../parse/ast.ts';
import type { Change, TableChange, TableOption } from './change.ts';
import { defineColumn, defineConstraint, isNullLiteral } from './definitions.ts';
import { readBound } from './partitions.ts';
import { movedBy } from './sequences.ts';
import { serialBase, typeRef } from './type-ref.ts';

type Command = NodeOf<'AlterTableCmd'>;
type Part = TableChange extends infer One ? (One extends TableChange ? Omit<One, 'table' | 'only'> : never) : never;

/** Each clause of an ALTER TABLE, in order. */
export function readAlterTable(statement: NodeOf<'AlterTableStmt'>): readonly Change[] {
  const name = nameOf(statement.relation);
  const only = statement.relation?.inh !== true;
  const commands = allOf(statement.cmds, 'AlterTableCmd');
  if (statement.objtype === 'OBJECT_INDEX')
    return commands.map((command) =>
      command.subtype === 'AT_SetTableSpace'
        ? { kind: 'table-option', option: 'tablespace', table: name, only: true }
        : { kind: 'alter-index', index: name, attach: partitionOf(command) },
    );
  if (statement.objtype === 'OBJECT_TYPE') return [{ kind: 'other', node: 'ALTER TYPE' }];
  const keyMeasured = commands.some(measuresKeys);
  return commands.flatMap((command): readonly Change[] => {
    const parts = readCommand(command, name).map((part) =>
      part.kind === 'add-column' ? { ...part, keyMeasured } : part,
    );
    if (parts.length === 0 && !silent.has(command.subtype ?? ''))
      return [{ kind: 'other', node: command.subtype ?? 'ALTER TABLE' }];
    return parts.map((part) => ({ ...part, table: name, only }) as TableChange);
  });
}

/**
 * A column's inline REFERENCES goes unmeasured only where no clause of the whole ALTER TABLE adds a column with a default,
 * be it NULL, or a foreign key of its own (transformAlterTableStmt in PostgreSQL's parse_utilcmd.c).
 */
function measuresKeys({ subtype, def }: Command): boolean {
  if (subtype === 'AT_AddConstraint') return as(def, 'Constraint')?.contype === 'CONSTR_FOREIGN';
  const column = subtype === 'AT_AddColumn' ? as(def, 'ColumnDef') : null;
  if (column === null) return false;
  const filling = ['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY'];
  const inline = allOf(column.constraints, 'Constraint');
  return serialBase(typeRef(column.typeName)) !== null || inline.some(({ contype }) => filling.includes(contype ?? ''));
}

/** Says nothing that the catalog keeps, as `ADD CONSTRAINT` of a column attribute would. */
const silent: ReadonlySet<string> = new Set();

function partitionOf({ def }: Command): Name | null {
  const name = as(def, 'PartitionCmd')?.name;
  return name === undefined ? null : nameOf(name);
}

function readCommand(command: Command, table: Name): readonly Part[] {
  return (
    readColumnCommand(command, table) ??
    readConstraintCommand(command, table) ??
    readPartitionCommand(command) ??
    readOption(command)
  );
}

function readColumnCommand(command: Command, table: Name): readonly Part[] | null {
  const column = command.name ?? '';
  const cascade = command.behavior === 'DROP_CASCADE';
  const option = columnOptions[command.subtype ?? ''];
  if (option !== undefined) return [{ kind: 'column-option', column, option }];
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const definition = as(command.def, 'ColumnDef');
      if (definition === null) return [];
      return [
        {
          kind: 'add-column',
          ...defineColumn(definition, table),
          ifNotExists: command.missing_ok ?? false,
          keyMeasured: false,
        },
      ];
    }
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', column, cascade, ifExists: command.missing_ok ?? false }];
    case 'AT_AlterColumnType': {
      const to = as(command.def, 'ColumnDef');
      const collation = textsOf(to?.collClause?.collname).at(-1) ?? null;
      return [{ kind: 'alter-type', column, type: typeRef(to?.typeName), using: to?.raw_default ?? null, collation }];
    }
    case 'AT_ColumnDefault':
      return [{ kind: 'set-default', column, value: isNullLiteral(command.def) ? null : (command.def ?? null) }];
    case 'AT_SetNotNull':
      return [{ kind: 'set-not-null', column }];
    case 'AT_DropNotNull':
      return [{ kind: 'drop-not-null', column }];
    case 'AT_SetIdentity':
      return identityOptions(command.def).map((one) => ({ kind: 'column-option', column, option: one }));
    case 'AT_SetExpression':
      return [{ kind: 'set-expression', column }];
    default:
      return null;
  }
}

type ColumnOption = Extract<Part, { kind: 'column-option' }>['option'];

/** `SET GENERATED ALWAYS`, `RESTART WITH 1`, `SET INCREMENT BY 2`. */
function identityOptions(def: Command['def']): readonly ColumnOption[] {
  const options = allOf(as(def, 'List')?.items, 'DefElem');
  const found = options.map((option): ColumnOption => {
    if (option.defname === 'generated')
      return as(option.arg, 'Integer')?.ival === always ? 'always-identity' : 'identity';
    return movedBy(option).length > 0 ? 'restart-identity' : 'identity';
  });
  return found.length === 0 ? ['identity'] : found;
}

/** The grammar's letter `a`. */
const always = 97;

const columnOptions: Readonly<Record<string, ColumnOption>> = {
  AT_AddIdentity: 'add-identity',
  AT_DropIdentity: 'drop-identity',
  AT_SetStatistics: 'statistics',
  AT_SetOptions: 'options',
  AT_ResetOptions: 'options',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
  AT_DropExpression: 'drop-expression',
};

function readConstraintCommand(command: Command, table: Name): readonly Part[] | null {
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AddConstraint': {
      const node = as(command.def, 'Constraint');
      return node === null
        ? []
        : defineConstraint(node, table).map((constraint) => ({ kind: 'add-constraint', constraint }));
    }
    case 'AT_ValidateConstraint':
      return [{ kind: 'validate-constraint', name }];
    case 'AT_AlterConstraint':
      return [{ kind: 'alter-constraint', name: as(command.def, 'ATAlterConstraint')?.conname ?? name }];
    case 'AT_DropConstraint':
      return [
        {
          kind: 'drop-constraint',
          name,
          cascade: command.behavior === 'DROP_CASCADE',
          ifExists: command.missing_ok ?? false,
        },
      ];
    default:
      return null;
  }
}

function readPartitionCommand({ subtype, def }: Command): readonly Part[] | null {
  const partition = as(def, 'PartitionCmd');
  switch (subtype) {
    case 'AT_AttachPartition':
      return [
        {
          kind: 'attach-partition',
          partition: nameOf(partition?.name),
          isDefault: partition?.bound?.is_default ?? false,
          bound: readBound(partition?.bound),
        },
      ];
    case 'AT_DetachPartition':
      return [
        { kind: 'detach-partition', partition: nameOf(partition?.name), concurrently: partition?.concurrent ?? false },
      ];
    case 'AT_DetachPartitionFinalize':
      return [{ kind: 'detach-partition', partition: nameOf(partition?.name), concurrently: true }];
    case 'AT_AddInherit':
      return [{ kind: 'inherit', parent: nameOf(as(def, 'RangeVar') ?? undefined) }];
    case 'AT_DropInherit':
      return [{ kind: 'no-inherit', parent: nameOf(as(def, 'RangeVar') ?? undefined) }];
    default:
      return null;
  }
}

const options: Readonly<Record<string, TableOption>> = {
  AT_SetTableSpace: 'tablespace',
  AT_SetLogged: 'logged',
  AT_SetUnLogged: 'unlogged',
  AT_SetAccessMethod: 'access-method',
  AT_ClusterOn: 'cluster-on',
  AT_DropCluster: 'cluster-on',
  AT_ReplicaIdentity: 'replica-identity',
  AT_EnableRowSecurity: 'enable-row-security',
  AT_DisableRowSecurity: 'disable-row-security',
  AT_ForceRowSecurity: 'force-row-security',
  AT_NoForceRowSecurity: 'no-force-row-security',
  AT_ChangeOwner: 'owner',
  AT_AddOf: 'of',
  AT_DropOf: 'of',
  AT_DropOids: 'of',
};

/** Storage parameters that PostgreSQL changes under its strongest lock; the others take ShareUpdateExclusive. */
const strongParameters = new Set([
  'user_catalog_table',
  'security_barrier',
  'check_option',
  'security_invoker',
  'buffering',
  'fastupdate',
]);

function readOption({ subtype = '' as never, def }: Command): readonly Part[] {
  if (subtype === 'AT_ReplicaIdentity' && as(def, 'ReplicaIdentityStmt')?.identity_type === 'n')
    return [{ kind: 'table-option', option: 'no-replica-identity' }];
  const option = options[subtype];
  if (option !== undefined) return [{ kind: 'table-option', option }];
  if (/^AT_(Enable|Disable).*Trig/.test(subtype)) return [{ kind: 'table-option', option: 'trigger' }];
  if (/^AT_(Enable|Disable).*Rule/.test(subtype)) return [{ kind: 'table-option', option: 'rule' }];
  if (!/RelOptions$/.test(subtype)) return [];
  const names = allOf(as(def, 'List')?.items, 'DefElem').map(({ defname }) => defname ?? '');
  const strong = names.some((name) => strongParameters.has(name));
  return [{ kind: 'table-option', option: strong ? 'strong-parameters' : 'parameters' }];
}
