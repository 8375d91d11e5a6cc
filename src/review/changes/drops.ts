import { type Name, nameFrom } from '../names.ts';
import { as, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import type { Change, DropTarget } from './change.ts';

const targets: Readonly<Record<string, DropTarget>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_EXTENSION: 'extension',
};

const onTables: Readonly<Record<string, 'trigger' | 'policy' | 'rule'>> = {
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
};

export function readDrop(statement: NodeOf<'DropStmt'>): readonly Change[] {
  const type = statement.removeType ?? '';
  const objects = statement.objects ?? [];
  const what = onTables[type];
  if (what !== undefined) return objects.map((object) => ({ kind: 'drop-on-table', what, table: ownerOf(object) }));
  const names = objects.map((object) => nameFrom(partsOf(object)));
  const cascade = statement.behavior === 'DROP_CASCADE';
  const ifExists = statement.missing_ok ?? false;
  if (type === 'OBJECT_TABLE' || type === 'OBJECT_FOREIGN_TABLE')
    return [{ kind: 'drop-table', tables: names, cascade, ifExists }];
  if (type === 'OBJECT_INDEX') {
    return [{ kind: 'drop-index', indexes: names, concurrently: statement.concurrent ?? false, cascade, ifExists }];
  }
  return [{ kind: 'drop', what: targets[type] ?? 'other', names, cascade, ifExists }];
}

/** An object is a list of names, a type, a function with its arguments, or a bare name. */
function partsOf(object: Node): readonly string[] {
  const list = as(object, 'List');
  if (list !== null) return textsOf(list.items);
  const type = as(object, 'TypeName');
  if (type !== null) return textsOf(type.names);
  const routine = as(object, 'ObjectWithArgs');
  return routine === null ? textsOf([object]) : textsOf(routine.objname);
}

/** `DROP TRIGGER x ON a.t` keeps `["a", "t", "x"]`. */
function ownerOf(object: Node): Name {
  return nameFrom(partsOf(object).slice(0, -1));
}
