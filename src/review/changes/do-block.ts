import type { Node } from '../parse/ast.ts';
import { statementsInBody } from '../parse/body.ts';
import type { Parser } from '../parse/parser.ts';
import type { Change } from './change.ts';
import { readChanges } from './read-changes.ts';

/** What a statement changes, and after it what a DO block may change, as it stands in its body. */
export function readWithBody(parser: Parser, node: Node, sql: string): readonly Change[] {
  const own = readChanges(node);
  return isDoBlock(own) ? [...own, ...statementsInBody(parser, node, sql).flatMap(readChanges)] : own;
}

/** Whether a statement's changes are those of a DO block: nobody knows which of them happen, and how often. */
export function isDoBlock([first]: readonly Change[]): boolean {
  return first?.kind === 'other' && first.node === 'Do';
}
