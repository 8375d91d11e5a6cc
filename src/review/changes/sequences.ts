import { nameFrom, nameOf } from '../names.ts';
import { allOf, as, type Node, type NodeOf, optionText, textsOf } from '../parse/ast.ts';
import { within } from '../parse/walk.ts';
import type { Change } from './change.ts';

/** A sequence touches only the table that it is tied to: `OWNED BY users.id`. */
export function readCreateSequence({ sequence, options }: NodeOf<'CreateSeqStmt'>): readonly Change[] {
  return [{ kind: 'create-other', sequence: nameOf(sequence) }, ...readOwner(options)];
}

export function readAlterSequence({ sequence, options }: NodeOf<'AlterSeqStmt'>): readonly Change[] {
  const moved = allOf(options, 'DefElem').flatMap(movedBy);
  const moves = moved.map((what): Change => ({ kind: 'move-sequence', sequence: nameOf(sequence), what }));
  const owner = readOwner(options);
  return moves.length + owner.length > 0 ? [...moves, ...owner] : [{ kind: 'create-other', sequence: null }];
}

function readOwner(options: readonly Node[] | undefined): readonly Change[] {
  const owner = allOf(options, 'DefElem').find(({ defname }) => defname === 'owned_by');
  const parts = textsOf(as(owner?.arg, 'List')?.items);
  return parts.length < 2 ? [] : [{ kind: 'own-sequence', table: nameFrom(parts.slice(0, -1)) }];
}

const wide = new Set(['int8', 'bigint']);

/** What an option does to the numbers that come next; its START counts only for a later RESTART. */
export function movedBy({ defname, arg }: NodeOf<'DefElem'>): readonly string[] {
  switch (defname) {
    case 'restart':
      return [arg === undefined ? 'begins anew' : `goes on from ${optionText(arg) ?? 'another number'}`];
    case 'increment':
      return ['counts in other steps'];
    case 'maxvalue':
      return arg === undefined ? [] : ['ends at another number'];
    case 'cycle':
      return optionText(arg) === 'false' ? [] : ['begins again when it has reached its end'];
    case 'as':
      return wide.has(optionText(arg) ?? '') ? [] : ['holds other numbers'];
    default:
      return [];
  }
}

/** `SELECT setval('orders_id_seq', 1)`; a number that is looked up, as `max(id)`, is taken to be the right one. */
export function setvalsIn(statement: unknown): readonly Change[] {
  return within(statement, 'FuncCall').flatMap(({ funcname, args }): readonly Change[] => {
    const [sequence, value] = args ?? [];
    const given = as(value, 'A_Const');
    if (textsOf(funcname).at(-1) !== 'setval' || given === null) return [];
    const named = as(sequence, 'A_Const')?.sval?.sval ?? as(as(sequence, 'TypeCast')?.arg, 'A_Const')?.sval?.sval;
    const parts = named?.replaceAll('"', '').split('.');
    return [{ kind: 'move-sequence', sequence: parts === undefined ? null : nameFrom(parts), what: 'is set by hand' }];
  });
}
