import { type Name, nameFrom, nameOf } from '../names.ts';
import { as, type Node, textsOf } from '../parse/ast.ts';
import type { Condition } from './condition.ts';

/** What stands beside tables and types, and is told by its name alone. */
export const besideKinds = ['extension', 'schema', 'sequence', 'trigger', 'policy'] as const;
export type BesideKind = (typeof besideKinds)[number];

/** `extension citext`, `trigger touched on Order`; a schema stands before a name only where it is not the default one. */
export const besideKey = (kind: BesideKind, name: string, on: string | null = null): string =>
  on === null ? `${kind} ${name}` : `${kind} ${name} on ${on}`;

interface Beside {
  readonly condition: Extract<Condition, { kind: 'beside' }>;
  readonly conditional: boolean;
}

/** Schemas are left out of the names: two of one name in two schemas pass for one, which is then said to be there. */
const there = (kind: BesideKind, name: string, on: string | null = null): Beside['condition'] => ({
  kind: 'beside',
  key: besideKey(kind, name, on),
  there: true,
});

/** What a statement makes or drops of these; null where it does neither. */
export function besideCondition(node: Node): Beside | null {
  return made(node) ?? dropped(node);
}

function made(node: Node): Beside | null {
  const extension = as(node, 'CreateExtensionStmt');
  if (extension !== null)
    return { condition: there('extension', extension.extname ?? ''), conditional: extension.if_not_exists ?? false };
  const schema = as(node, 'CreateSchemaStmt');
  if (schema !== null && (schema.schemaElts ?? []).length === 0) {
    return { condition: there('schema', schema.schemaname ?? ''), conditional: schema.if_not_exists ?? false };
  }
  const sequence = as(node, 'CreateSeqStmt');
  if (sequence !== null) {
    return {
      condition: there('sequence', nameOf(sequence.sequence).name),
      conditional: sequence.if_not_exists ?? false,
    };
  }
  const trigger = as(node, 'CreateTrigStmt');
  if (trigger !== null && trigger.replace !== true) {
    return { condition: there('trigger', trigger.trigname ?? '', nameOf(trigger.relation).name), conditional: false };
  }
  const policy = as(node, 'CreatePolicyStmt');
  if (policy === null) return null;
  return { condition: there('policy', policy.policy_name ?? '', nameOf(policy.table).name), conditional: false };
}

const droppable: Readonly<Record<string, BesideKind>> = {
  OBJECT_EXTENSION: 'extension',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
};

/** One object at a time; several in one statement are not looked at. */
function dropped(node: Node): Beside | null {
  const drop = as(node, 'DropStmt');
  const kind = droppable[drop?.removeType ?? ''];
  const [object, ...others] = drop?.objects ?? [];
  if (drop === null || kind === undefined || object === undefined || others.length > 0) return null;
  const parts = textsOf(as(object, 'List')?.items ?? [object]);
  const onTable = kind === 'trigger' || kind === 'policy';
  const on: Name | null = onTable ? nameFrom(parts.slice(0, -1)) : null;
  const key = besideKey(kind, parts.at(-1) ?? '', on?.name ?? null);
  return { condition: { kind: 'beside', key, there: false }, conditional: drop.missing_ok ?? false };
}
