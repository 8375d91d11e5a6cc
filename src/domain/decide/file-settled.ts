import type { Decision } from '../decision.ts';
import type { WrittenMigration } from '../drift.ts';
import type { Effect } from '../effect.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { drawCard, leave, proceed, recordOf } from './outcome.ts';

/** The file that Godwit wrote for a run that came to nothing, while nobody has seen yet what becomes of it. */
export function orphanedFile({ purpose, state }: Run): WrittenMigration | null {
  if (state.kind !== 'ended' || state.ending.kind === 'succeeded') return null;
  return purpose.kind === 'deploy' && purpose.wrote?.state.kind === 'there' ? purpose.wrote : null;
}

/** It is taken away where no history names it: the next deploy would apply it unasked. */
export const takeFileAway = (run: Run): readonly Effect[] =>
  orphanedFile(run) === null ? [] : [{ kind: 'enqueue', job: { name: 'remove-migration', run: run.id } }];

/** What became of that file; the run is over already. */
export function fileSettled(run: Run, state: WrittenMigration['state'], { now }: Situation): Decision {
  const wrote = orphanedFile(run);
  if (wrote === null) return leave;
  const settled: Run = { ...run, purpose: { kind: 'deploy', wrote: { ...wrote, state } } };
  const detail = { file: wrote.name, why: state.kind === 'left' ? state.why : null };
  return proceed(settled, [
    drawCard(settled),
    recordOf(settled, { at: now, actor: null, action: `migration-file.${state.kind}`, detail }),
  ]);
}
