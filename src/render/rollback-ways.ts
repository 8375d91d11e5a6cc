import type { KnownBlock } from '@slack/types';
import type { InquiryId } from '../domain/ids.ts';
import type { Purpose, Run } from '../domain/run.ts';
import { formatDuration } from '../lib/duration.ts';
import { inquiryActions } from './action-ids.ts';
import { bold, lines, type Mrkdwn, md } from './escape.ts';
import { actions, button, divider, section } from './limits.ts';

/** How long each way took the last time that it succeeded; null: never yet, as far as Godwit knows. */
export interface LastTook {
  readonly restoreMs: number | null;
  readonly migrationMs: number | null;
  readonly markMs: number | null;
}

/** From the newest runs of the environment. */
export function lastTook(runs: readonly Run[]): LastTook {
  const tookOf = (went: (purpose: Purpose) => boolean) =>
    workedFor(runs.find(({ purpose, state }) => went(purpose) && succeeded(state)));
  return {
    restoreMs: tookOf(({ kind }) => kind === 'restore'),
    migrationMs: tookOf((purpose) => purpose.kind === 'deploy' && purpose.wrote !== undefined),
    markMs: tookOf((purpose) => purpose.kind === 'resolve' && purpose.as === 'rolled-back'),
  };
}

const succeeded = (state: Run['state']): boolean => state.kind === 'ended' && state.ending.kind === 'succeeded';

const workedFor = (run: Run | undefined): number | null =>
  run?.state.kind === 'ended' && run.state.startedAt !== null ? run.state.endedAt - run.state.startedAt : null;

/** "Last time it took 34 s." */
export const tookWords = (ms: number | null): Mrkdwn =>
  ms === null ? md`Not done here before.` : md`Last time it took ${formatDuration(ms)}.`;

/** The way that needs no backup; null where no migration is applied, or nobody could look. */
export function migrationWay(
  { applied, inquiry }: { readonly applied: readonly string[] | null; readonly inquiry: InquiryId },
  { migrationMs }: LastTook,
): readonly (KnownBlock | null)[] {
  if (applied === null || applied.length === 0) return [];
  const open = button({
    action: inquiryActions.rollBackWithMigration,
    value: inquiry,
    text: 'Roll back with a migration',
  });
  return [
    divider,
    section(
      lines(
        md`${bold('Or roll back with a migration:')} Prisma makes the SQL that takes the newest migrations back, Godwit reviews it, and it is deployed like any other, with checklist and approvals. The service keeps running.`,
        md`${bold('Lost:')} what stands in the columns and tables that the migrations added. What they deleted does not come back. ${tookWords(migrationMs)}`,
      ),
    ),
    actions(open),
  ];
}
