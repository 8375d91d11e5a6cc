import { assertNever } from '../../lib/assert-never.ts';
import type { UserId } from '../ids.ts';
import type { Right } from '../policy.ts';
import type { Refusal } from '../refusal.ts';
import { mayDo } from '../rights.ts';
import type { Situation } from '../situation.ts';

/** Null where the person holds the right on this environment now; else why not, and who does. */
export function rightRefusal(
  right: Right,
  person: UserId,
  { environment, people }: Pick<Situation, 'environment' | 'people'>,
): Refusal | null {
  const answer = mayDo(right, person, environment.policy, people);
  switch (answer) {
    case 'yes':
      return null;
    case 'no':
      return { code: 'right-missing', right, environment: environment.id, holders: environment.policy.rights[right] };
    case 'guest':
      return { code: 'guest', environment: environment.id };
    case 'unknown-person':
      return { code: 'person-unknown' };
    default:
      return assertNever(answer);
  }
}
