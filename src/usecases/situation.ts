import type { Environment } from '../domain/environment.ts';
import { goneEnvironment } from '../domain/gone-environment.ts';
import type { EnvironmentId } from '../domain/ids.ts';
import type { People } from '../domain/people.ts';
import { peopleFrom } from '../domain/rights.ts';
import type { Situation } from '../domain/situation.ts';
import type { KnownPeople, Surroundings } from '../ports/store.ts';
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

/** The workspace's people as they are known now; the same for every environment. */
export const peopleOf = ({ configuration, clock }: Pick<Deps, 'configuration' | 'clock'>, known: KnownPeople): People =>
  peopleFrom({ groups: known.groups, people: known.people, configured: configuration.groups, now: clock.now() });

/** What a decision depends on, from the rows that the store read in the same transaction. */
export function situationOf(
  deps: Pick<Deps, 'configuration' | 'clock'>,
  id: EnvironmentId,
  around: Surroundings,
): Situation {
  return {
    environment: shownEnvironment(deps, id),
    people: peopleOf(deps, around),
    freeze: around.freeze,
    executing: around.executing,
    now: deps.clock.now(),
  };
}
