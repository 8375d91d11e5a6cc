import { leave } from '../domain/decide/outcome.ts';
import type { RunState } from '../domain/run.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { findEnvironment } from './situation.ts';

/**
 * A start with a configuration that lacks an environment: its requests end now, since nothing else may ever touch them.
 * What has begun is left to whoever holds it, or to the one who finds it silent.
 */
export async function withdrawOrphans(deps: Deps): Promise<void> {
  for (const { id, environment, state } of await deps.store.openRuns()) {
    if (findEnvironment(deps, environment) !== null || hasBegun(state)) continue;
    deps.log.warn({ run: id, environment }, 'the environment of a request is not configured any more');
    await changeRun(deps, { run: id, delivery: null }, () => leave);
  }
}

const hasBegun = (state: RunState): boolean =>
  state.kind === 'running' || state.kind === 'outcome-unknown' || (state.kind === 'queued' && state.resume !== null);
