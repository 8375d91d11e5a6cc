import type { Table } from './catalog/model.ts';
import { milder } from './order.ts';
import type { Raised, Rule } from './rules/rule.ts';
import type { Verdict } from './types.ts';

/** Below both, a lock is held so briefly that it counts one step less. */
export const smallRows = 10_000;
export const smallBytes = 10_000_000;

/**
 * What a finding weighs on this table: nothing on one that the same file makes, one step less on one of an earlier file of
 * the plan (where what was to be careful about stays so), and for locks one step less on a small one. Null: not worth saying.
 */
export function weigh(rule: Rule, raised: Raised, table: Table | undefined, file: number): Verdict | null {
  const { severity } = raised;
  if (table === undefined || raised.evenNew || rule.tier === 'style' || rule.tier === 'security') return severity;
  if (table.origin.kind === 'plan')
    return table.origin.file === file ? null : severity === 'risky' ? 'caution' : severity;
  return rule.tier === 'lock' && isSmall(table) ? milder(severity) : severity;
}

export function isSmall({ rows, bytes }: Pick<Table, 'rows' | 'bytes'>): boolean {
  return bytes !== null && bytes < smallBytes && (rows ?? 0) < smallRows;
}
