import type { KnownBlock } from '@slack/types';
import type { StatusReport } from '../domain/inquiry.ts';
import type { Comparison } from '../domain/migration.ts';
import { bold, code, lines, md } from './escape.ts';
import { gateBlocks } from './gates.ts';
import { section } from './limits.ts';
import { date, nameLines } from './words.ts';

/** "6 applied, 2 pending, 1 failed" */
export function summary({ applied, pending, failed, edited, missing }: Comparison): string {
  const changed = edited.filter(({ lineEndsOnly }) => !lineEndsOnly).length;
  const parts = [
    `${applied.length} applied`,
    pending.length > 0 ? `${pending.length} pending` : 'nothing pending',
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(changed > 0 ? [`${changed} edited since applied`] : []),
    ...(missing.length > 0 ? [`${missing.length} missing`] : []),
  ];
  return parts.join(', ');
}

/** Files and history side by side, and what stands between them and the next deploy. */
export function comparisonBlocks({ comparison, newest, gates }: StatusReport): readonly (KnownBlock | null)[] {
  const last = newest === null ? null : md`Newest applied: ${code(newest.name)} · ${date(newest.finishedAt)}`;
  return [
    section(lines(bold(summary(comparison)), last)),
    ...gateBlocks(gates),
    named('▸ Pending', 'applied by the next deploy', comparison.pending),
  ];
}

const named = (head: string, meaning: string, names: readonly string[]): KnownBlock | null =>
  names.length === 0 ? null : section(lines(md`${bold(head)}: ${meaning}`, nameLines(names)));
