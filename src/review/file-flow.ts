import type { Change } from './changes/change.ts';
import type { Atomicity } from './rules/rule.ts';

/** Which statements of a file commit together. */
export interface FileFlow {
  /** Number of each statement's transaction. */
  readonly transactions: readonly number[];
  readonly inBlock: readonly boolean[];
  /** Whether a BEGIN is left without its COMMIT. */
  readonly leftOpen: boolean;
}

/** Follows BEGIN and COMMIT through a file. Without them a file is one transaction, or each statement its own. */
export function followTransactions(changes: readonly (readonly Change[])[], atomicity: Atomicity): FileFlow {
  const transactions: number[] = [];
  const inBlock: boolean[] = [];
  let current = 0;
  let open = false;
  for (const [change] of changes) {
    const verb = change?.kind === 'transaction' ? change.verb : null;
    if (verb === 'begin') {
      if (atomicity === 'statement' && !open) current += 1;
      open = true;
    } else if (!open && atomicity === 'statement') current += 1;
    transactions.push(current);
    inBlock.push(open);
    if (verb === 'commit' || verb === 'rollback') {
      open = false;
      current += 1;
    }
  }
  return { transactions, inBlock, leftOpen: open };
}
