import { environmentGone } from '../domain/decide/environment-gone.ts';
import type { Decision } from '../domain/decision.ts';
import type { RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import type { Situation } from '../domain/situation.ts';
import type { Changed, DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { findEnvironment, situationOf } from './situation.ts';

/**
 * Loads a run with its situation, decides, and commits: the way of every change to a run that exists. A run whose
 * environment left the configuration ends here instead.
 */
export function changeRun(
  deps: Deps,
  at: { run: RunId; delivery: DeliveryKey },
  decide: (run: Run, situation: Situation) => Decision,
): Promise<Changed> {
  return deps.store.changeRun(at.run, at.delivery, (run, around) => {
    const situation = situationOf(deps, run.environment, around);
    // What was done in an emergency is reviewed also where nothing can be done any more.
    const past = run.state.kind === 'ended' && run.emergency !== null;
    if (past || findEnvironment(deps, run.environment) !== null) return decide(run, situation);
    return environmentGone(
      run,
      deps.configuration.environments.map(({ id }) => id),
      situation,
    );
  });
}
