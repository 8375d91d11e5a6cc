import type { Trouble } from '../domain/trouble.ts';
import type { StepOutcome } from './step.ts';

/**
 * How a step ended can not be seen now; looking again decides. Why it cannot keeps its own code, so that the card names
 * what is in the way: the host, the service, the database. `what`: "how the deploy ended".
 */
export const notKnown = (what: string, cause: Trouble): StepOutcome => ({
  kind: 'unknown',
  trouble: { ...cause, message: `Nobody can say yet ${what}: ${cause.message}` },
});
