import type { Configuration } from '../domain/environment.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';

/** What every usecase works with. */
export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly configuration: Configuration;
}
