import type { Environment } from '../domain/environment.ts';
import type { Log } from '../ports/log.ts';
import { singleFlight } from './single-flight.ts';

export interface WatchedDrift {
  /** Those that are looked at by schedule, and others, which are left alone. */
  readonly environments: readonly Environment[];
  readonly log: Log;
  /** Looks where it is due; in any number of processes at once. */
  readonly look: (environment: Environment) => Promise<void>;
  readonly everyMs?: number;
}

/** Sees to the scheduled looks at drift: at the start, and then every half minute whether one is due. */
export function startDriftWatch({ environments, log, look, everyMs = 30_000 }: WatchedDrift): AsyncDisposable {
  const watched = environments.filter(({ driftEveryMs }) => driftEveryMs !== null);
  const round = singleFlight(
    async () => {
      for (const environment of watched) await look(environment);
    },
    (error) => log.warn({ error }, 'the schedule of drift was interrupted'),
  );
  let last = round();
  const timer = setInterval(() => {
    last = round();
  }, everyMs).unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await last;
    },
  };
}
