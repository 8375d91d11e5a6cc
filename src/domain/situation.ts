import type { EpochMs } from '../lib/time.ts';
import type { Environment } from './environment.ts';
import type { Freeze } from './freeze.ts';
import type { RunId } from './ids.ts';
import type { People } from './people.ts';

/** Everything besides the run itself that a decision about it depends on. */
export interface Situation {
  readonly environment: Environment;
  readonly people: People;
  readonly freeze: Freeze | null;
  /** Another run that is queued, running or of unknown outcome on the same environment. */
  readonly executing: RunId | null;
  readonly now: EpochMs;
}
