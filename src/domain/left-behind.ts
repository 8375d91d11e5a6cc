import type { Run, StepName } from './run.ts';

/** Whether the run stopped the service, or tried to, and has not started it again. */
export function leftServiceStopped({ steps }: Pick<Run, 'steps'>): boolean {
  const kindOf = (wanted: StepName) => steps.find(({ name }) => name === wanted)?.state.kind;
  const stop = kindOf('stop');
  return (stop === 'done' || stop === 'failed') && kindOf('start') !== 'done';
}

/** Whether a restore may have changed the database: not one that came to nothing, after which the rest was left out. */
export function restoreTouched({ steps }: Pick<Run, 'steps'>): boolean {
  const kindOf = (wanted: StepName) => steps.find(({ name }) => name === wanted)?.state.kind;
  const restore = kindOf('restore');
  if (restore === 'failed') return kindOf('verify-restore') !== 'skipped';
  return restore === 'running' || restore === 'done';
}

/** Whether the database is the one of the backup, as far as anybody could look: only what comes after it failed. */
export const restoredWhole = ({ steps }: Pick<Run, 'steps'>): boolean =>
  steps.some(({ name, state }) => name === 'verify-restore' && state.kind === 'done');
