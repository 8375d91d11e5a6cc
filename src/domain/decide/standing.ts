import { assertNever } from '../../lib/assert-never.ts';
import type { Sha256 } from '../ids.ts';
import type { Refusal } from '../refusal.ts';
import type { Ending, Run } from '../run.ts';

/** Null while the run still collects checklist and approvals; else why a press on its card comes too late or too early. */
export function notWaiting(run: Run): Refusal | null {
  const { state } = run;
  switch (state.kind) {
    case 'waiting':
      return null;
    case 'preparing':
      return { code: 'still-preparing', run: run.id };
    case 'queued':
      return { code: 'run-started', run: run.id, at: state.since };
    case 'running':
    case 'outcome-unknown':
      return { code: 'run-started', run: run.id, at: state.startedAt };
    case 'ended':
      return { code: 'run-ended', run: run.id, how: state.ending.kind, by: endedBy(state.ending), at: state.endedAt };
    default:
      return assertNever(state);
  }
}

const endedBy = (ending: Ending) => (ending.kind === 'cancelled' || ending.kind === 'rejected' ? ending.by : null);

/** Whether a press speaks of this receipt, of which its card carried the first characters. No character speaks of none. */
export const isShown = (receipt: Sha256, shown: string): boolean => shown !== '' && receipt.startsWith(shown);

/** Why its SQL is not opened from its card any more: of what `dev` made it stays, since nobody need have read it before. */
export const notReadable = (run: Run): Refusal | null => (run.purpose.kind === 'dev' ? null : notWaiting(run));
