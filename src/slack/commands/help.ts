import { isAllowed } from '../../domain/allowed.ts';
import type { Right } from '../../domain/policy.ts';
import { mayDo } from '../../domain/rights.ts';
import { help as renderHelp } from '../../render/help.ts';
import { learnPerson } from '../../usecases/learn-people.ts';
import { situationOf } from '../../usecases/situation.ts';
import type { Handler } from './command.ts';

const rights: readonly Right[] = ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'];

/** What this person may do, environment by environment. */
export const help: Handler<'help'> = async (asked) => {
  await asked.ack();
  const { deps, by } = asked;
  await learnPerson(deps, by);
  const environments = deps.configuration.environments.map(async (environment) => {
    const { id, policy } = environment;
    const { people } = situationOf(deps, id, await deps.store.surroundings(id));
    return {
      id,
      rights: rights.filter((right) => mayDo(right, by, policy, people) === 'yes'),
      allow: policy.allow.filter((command) => isAllowed(command, environment)),
    };
  });
  await asked.tell(renderHelp({ environments: await Promise.all(environments) }));
};
