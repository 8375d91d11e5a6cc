import type { KnownBlock } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { StatusReport } from '../domain/inquiry.ts';
import type { Comparison } from '../domain/migration.ts';
import { bold, code, lines, md } from './escape.ts';
import { section } from './limits.ts';
import { waysOut } from './ways-out.ts';
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

/** Files and history side by side, and the ways out where a migration failed. */
export function comparisonBlocks(
  environment: Environment,
  { comparison, newest }: StatusReport,
): readonly (KnownBlock | null)[] {
  const last = newest === null ? null : md`Newest applied: ${code(newest.name)} · ${date(newest.finishedAt)}`;
  return [
    section(lines(bold(summary(comparison)), last)),
    ...namedBlocks(comparison),
    waysOutBlock(environment, comparison),
  ];
}

/** Each kind of finding by name, the worst first. */
function namedBlocks(comparison: Comparison): readonly (KnownBlock | null)[] {
  const edited = comparison.edited.filter(({ lineEndsOnly }) => !lineEndsOnly).map(({ name }) => name);
  const lineEnds = comparison.edited.filter(({ lineEndsOnly }) => lineEndsOnly).map(({ name }) => name);
  return [
    named(
      '✗ Failed',
      'started, neither finished nor rolled back; nothing more is applied until it is resolved',
      comparison.failed,
    ),
    named('! Edited after they were applied', 'the file is no longer what ran here', edited),
    named('! Other line ends than when applied', 'nothing else in the file differs', lineEnds),
    named('! Missing', 'applied here, but the file is gone', comparison.missing),
    named('! Out of order', 'pending, but older than the newest applied one', comparison.outOfOrder),
    named('▸ Pending', 'applied by the next deploy', comparison.pending),
  ];
}

function waysOutBlock(environment: Environment, { failed }: Comparison): KnownBlock | null {
  const [first] = failed;
  return first === undefined ? null : section(waysOut(environment, first, null));
}

const named = (head: string, meaning: string, names: readonly string[]): KnownBlock | null =>
  names.length === 0 ? null : section(lines(md`${bold(head)}: ${meaning}`, nameLines(names)));
