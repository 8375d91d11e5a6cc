import type { Environment } from '../domain/environment.ts';
import { goneEnvironment } from '../domain/gone-environment.ts';
import type { EnvironmentId } from '../domain/ids.ts';
import { peopleFrom } from '../domain/rights.ts';
import type { Situation } from '../domain/situation.ts';
import type { Surroundings } from '../ports/store.ts';
import type { Deps } from './deps.ts';

/** The configured environment of this id; null where the configuration no longer has it. */
export const findEnvironment = (
  { configuration }: Pick<Deps, 'configuration'>,
  id: EnvironmentId,
): Environment | null => configuration.environments.find((environment) => environment.id === id) ?? null;

/** The same, to act on. Throws where the configuration no longer has it: a run must not go on then. */
export function environmentOf(deps: Pick<Deps, 'configuration'>, id: EnvironmentId): Environment {
  const found = findEnvironment(deps, id);
  if (found === null) throw new Error(`environment ${id} is not in the configuration any more`);
  return found;
}

/** The same, to show its past and to decide about it: where nothing is configured, nobody may do anything. */
export const shownEnvironment = (deps: Pick<Deps, 'configuration'>, id: EnvironmentId): Environment =>
  findEnvironment(deps, id) ?? goneEnvironment(id);

/** What a decision depends on, from the rows that the store read in the same transaction. */
export function situationOf(
  deps: Pick<Deps, 'configuration' | 'clock'>,
  id: EnvironmentId,
  around: Surroundings,
): Situation {
  const now = deps.clock.now();
  return {
    environment: shownEnvironment(deps, id),
    people: peopleFrom({ groups: around.groups, people: around.people, configured: deps.configuration.groups, now }),
    freeze: around.freeze,
    executing: around.executing,
    now,
  };
}
