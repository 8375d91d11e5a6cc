import { isAllowed } from '../../domain/allowed.ts';
import type { Right } from '../../domain/policy.ts';
import { mayDo } from '../../domain/rights.ts';
import { help as renderHelp } from '../../render/help.ts';
import { learnPerson } from '../../usecases/learn-people.ts';
import { peopleOf } from '../../usecases/situation.ts';
import type { Handler } from './command.ts';

const rights: readonly Right[] = ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'];

/** What this person may do, environment by environment. */
export const help: Handler<'help'> = async (asked) => {
  await asked.ack();
  const { deps, by } = asked;
  await learnPerson(deps, by);
  const people = peopleOf(deps, await deps.store.knownPeople());
  const environments = deps.configuration.environments.map((environment) => {
    const { id, policy } = environment;
    return {
      id,
      rights: rights.filter((right) => mayDo(right, by, policy, people) === 'yes'),
      allow: policy.allow.filter((command) => isAllowed(command, environment)),
    };
  });
  await asked.tell(renderHelp({ environments }));
};
