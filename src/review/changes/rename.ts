import { nameFrom, nameOf } from '../names.ts';
import { as, type NodeOf, textsOf } from '../parse/ast.ts';
import type { Change } from './change.ts';

/** ALTER … RENAME and ALTER … SET SCHEMA. */
export function readRename(statement: NodeOf<'RenameStmt'>): Change {
  const table = nameOf(statement.relation);
  const only = statement.relation?.inh !== true;
  const to = statement.newname ?? '';
  const from = statement.subname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE':
      return { kind: 'rename-column', table, only, column: from, to };
    case 'OBJECT_TABLE':
      return { kind: 'rename-table', table, only, to, of: 'table' };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'rename-table', table, only, to, of: 'view' };
    case 'OBJECT_SEQUENCE':
      return { kind: 'rename-table', table, only, to, of: 'sequence' };
    case 'OBJECT_INDEX':
      return { kind: 'rename-index', index: table, to };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'rename-constraint', table, only, name: from, to };
    case 'OBJECT_SCHEMA':
      return { kind: 'rename-schema', schema: from, to };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'rename-type', type: nameFrom(textsOf(as(statement.object, 'List')?.items)), to };
    case 'OBJECT_TRIGGER':
      return { kind: 'rename-on-table', table, what: 'trigger' };
    case 'OBJECT_POLICY':
      return { kind: 'rename-on-table', table, what: 'policy' };
    case 'OBJECT_RULE':
      return { kind: 'rename-on-table', table, what: 'rule' };
    default:
      return { kind: 'rename-other' };
  }
}

export function readSetSchema(statement: NodeOf<'AlterObjectSchemaStmt'>): Change {
  if (statement.relation === undefined) return { kind: 'other', node: 'ALTER … SET SCHEMA' };
  const only = statement.relation.inh !== true;
  return { kind: 'set-table-schema', table: nameOf(statement.relation), only, to: statement.newschema ?? '' };
}
