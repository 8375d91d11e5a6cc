import type { Ending, Run } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';

/** A deploy that was cancelled at the database leaves something behind, as a failed one does; its step knows what. */
export function shownTrouble({ steps }: Run, ending: Ending): Trouble | null {
  if (ending.kind === 'failed') return ending.trouble.code === 'nothing-pending' ? null : ending.trouble;
  if (ending.kind !== 'cancelled' || ending.duringStep !== 'deploy') return null;
  const deploy = steps.find(({ name }) => name === 'deploy')?.state;
  return deploy?.kind === 'failed' ? deploy.trouble : null;
}

/** The migration that it is about; null where it is about none. */
export const failedName = ({ facts }: Trouble): string | null =>
  facts.find(({ label }) => label.toLowerCase() === 'migration')?.value ?? null;

/** Whether a migration stands failed in the history since then. */
export const leavesFailed = (trouble: Trouble): boolean =>
  trouble.code === 'migration-failed' || trouble.code === 'failed-earlier' || failedName(trouble) !== null;
