import type { EpochMs } from '../../lib/time.ts';
import type { Effect } from '../effect.ts';
import type { Run, StepName } from '../run.ts';
import { recordOf } from './outcome.ts';

/** Whatever is begun on a host stands in the audit chain before it exists. */
export function remoteStart(
  run: Run,
  at: { step: StepName; token: number; now: EpochMs; begun: boolean; memo: string | null; part?: string },
  before: { readonly begun: boolean; readonly memo: string | null } | null,
): readonly Effect[] {
  const { step, token, part } = at;
  const another = at.memo !== null && at.memo !== before?.memo;
  if (!at.begun || (before?.begun && !another)) return [];
  const detail = part === undefined ? { step, token } : { step, token, part };
  return [recordOf(run, { at: at.now, actor: null, action: 'step.begun', detail })];
}
