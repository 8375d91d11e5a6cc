import type { Node } from 'libpg-query';

export type { Node } from 'libpg-query';

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
export type NodeKind = KeysOf<Node>;
export type NodeOf<Kind extends NodeKind> = Extract<Node, Record<Kind, unknown>>[Kind];

/** What a node says when it is of this kind; null otherwise. The only unchecked reading of the parser's JSON. */
export function as<Kind extends NodeKind>(node: Node | undefined | null, kind: Kind): NodeOf<Kind> | null {
  if (node === undefined || node === null || !(kind in node)) return null;
  return (node as unknown as Record<Kind, NodeOf<Kind>>)[kind];
}

/** A node's only key. */
export function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}

/** The nodes of this kind among others, in order. */
export function allOf<Kind extends NodeKind>(nodes: readonly Node[] | undefined, kind: Kind): readonly NodeOf<Kind>[] {
  return (nodes ?? []).flatMap((node) => {
    const found = as(node, kind);
    return found === null ? [] : [found];
  });
}

/** The texts of a list of String nodes: `["public", "orders"]`. */
export function textsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return allOf(nodes, 'String').map(({ sval }) => sval ?? '');
}

/** The value of an option as it was written: `DEFINITION (full false)`; null where it has none. */
export function optionText(arg: Node | undefined): string | null {
  const text = as(arg, 'String');
  if (text !== null) return text.sval ?? '';
  const flag = as(arg, 'Boolean');
  if (flag !== null) return String(flag.boolval ?? false);
  const whole = as(arg, 'Integer');
  if (whole !== null) return String(whole.ival ?? 0);
  const name = as(arg, 'TypeName');
  return name === null ? constantText(arg) : (textsOf(name.names).at(-1) ?? null);
}

/** A literal's value as text; null where the node is no literal. */
export function constantText(node: Node | undefined): string | null {
  const constant = as(node, 'A_Const');
  if (constant === null || constant.isnull) return null;
  if (constant.sval) return constant.sval.sval ?? '';
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? '0';
  if (constant.boolval) return String(constant.boolval.boolval ?? false);
  return null;
}

/** A flag among options: there without a value, or with one that means yes. */
export function optionIsOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = allOf(options, 'DefElem').find(({ defname }) => defname === name);
  if (option === undefined) return false;
  const text = optionText(option.arg)?.toLowerCase();
  return text === undefined || !['false', 'off', '0', 'no'].includes(text);
}
