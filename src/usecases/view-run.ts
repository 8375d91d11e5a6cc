import type { Environment } from '../domain/environment.ts';
import type { RunId } from '../domain/ids.ts';
import { messageKey } from '../domain/message.ts';
import { assess } from '../domain/readiness.ts';
import type { Readiness } from '../domain/readiness-types.ts';
import type { Run } from '../domain/run.ts';
import type { MessageAddress } from '../ports/slack.ts';
import type { AppDeps } from './app-deps.ts';
import type { Deps } from './deps.ts';
import { messageLink } from './message-link.ts';
import { shownEnvironment, situationOf } from './situation.ts';

/** A run with what follows from it now, as messages show it. */
export interface ViewedRun {
  readonly run: Run;
  readonly environment: Environment;
  readonly readiness: Readiness;
  /** The environment that promotes from this one. */
  readonly promotesTo: Environment | null;
  /** Where its card stands; null before it was posted. */
  readonly link: string | null;
}

/** Null where there is no such run. */
export async function viewRun(deps: AppDeps, id: RunId): Promise<ViewedRun | null> {
  const run = await deps.store.run(id);
  if (run === null) return null;
  const environment = shownEnvironment(deps, run.environment);
  const [around, card] = await Promise.all([deps.store.surroundings(run.environment), cardAddress(deps, run)]);
  const other = around.executing === run.id ? null : around.executing;
  const situation = situationOf(deps, run.environment, { ...around, executing: other });
  const next = deps.configuration.environments.find(({ policy }) => policy.promotesFrom === run.environment);
  return {
    run,
    environment,
    readiness: assess(run, situation),
    promotesTo: next ?? null,
    link: messageLink(deps, card),
  };
}

/** Where the card of a run stands; null before it was posted. */
async function cardAddress(
  { store }: Pick<Deps, 'store'>,
  run: Pick<Run, 'id' | 'channel'>,
): Promise<MessageAddress | null> {
  const row = await store.message(messageKey({ kind: 'run-card', run: run.id, channel: run.channel }));
  return row?.address ?? null;
}

/** A link to the card of a run; null before it was posted. */
export const linkTo = async (deps: AppDeps, run: Pick<Run, 'id' | 'channel'>): Promise<string | null> =>
  messageLink(deps, await cardAddress(deps, run));
