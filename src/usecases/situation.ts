import type { Environment } from '../domain/environment.ts';
import type { EnvironmentId } from '../domain/ids.ts';
import { peopleFrom } from '../domain/rights.ts';
import type { Situation } from '../domain/situation.ts';
import type { Surroundings } from '../ports/store.ts';
import type { Deps } from './deps.ts';

/** The configured environment of this id. Throws where the configuration no longer has it: a run must not go on then. */
export function environmentOf({ configuration }: Pick<Deps, 'configuration'>, id: EnvironmentId): Environment {
  const found = configuration.environments.find((environment) => environment.id === id);
  if (found === undefined) throw new Error(`environment ${id} is not in the configuration any more`);
  return found;
}

/** What a decision depends on, from the rows that the store read in the same transaction. */
export function situationOf(
  deps: Pick<Deps, 'configuration' | 'clock'>,
  id: EnvironmentId,
  around: Surroundings,
): Situation {
  const now = deps.clock.now();
  return {
    environment: environmentOf(deps, id),
    people: peopleFrom({ groups: around.groups, people: around.people, configured: deps.configuration.groups, now }),
    freeze: around.freeze,
    executing: around.executing,
    now,
  };
}
