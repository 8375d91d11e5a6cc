import type { RunId } from '../domain/ids.ts';
import type { EpochMs } from '../lib/time.ts';
import { HeldByNewer } from '../ports/held-by-newer.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { singleFlight } from './single-flight.ts';

export interface Reaped {
  readonly store: Pick<Store, 'silentRuns' | 'dueRuns' | 'nextWake'>;
  readonly log: Log;
  readonly now: () => EpochMs;
  /** A running run whose worker gave no sign of life for `silentAfterMs`. May be called by several processes at once. */
  readonly onSilent: (silent: { readonly run: RunId; readonly token: number }) => Promise<unknown>;
  /** A run for which time alone may change something now. May be called by several processes at once. */
  readonly onDue: (run: RunId) => Promise<unknown>;
  readonly silentAfterMs?: number;
  readonly everyMs?: number;
}

/** Looks every few seconds, and at the very moment when the next run is due, as far as that is known. */
export function startReaper(options: Reaped): AsyncDisposable {
  const { store, log, now, everyMs = 3_000 } = options;
  let precise: NodeJS.Timeout | undefined;
  let closed = false;

  const look = singleFlight(
    async () => {
      const lookedAt = now();
      await lookOnce(options, lookedAt);
      clearTimeout(precise);
      const waitMs = untilNext(await store.nextWake(), { lookedAt, now: now(), everyMs });
      if (waitMs !== null && !closed) precise = setTimeout(look, waitMs).unref();
    },
    (error) => log.warn({ error }, 'looking after runs was interrupted'),
  );
  const timer = setInterval(look, everyMs).unref();
  void look();
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(timer);
      await look();
      clearTimeout(precise);
    },
  };
}

/** Null: a moment at which was looked already and that stayed, or one that a later look will see anyway. */
export function untilNext(
  wake: EpochMs | null,
  at: { readonly lookedAt: EpochMs; readonly now: EpochMs; readonly everyMs: number },
): number | null {
  if (wake === null || wake <= at.lookedAt || wake - at.now > at.everyMs) return null;
  return Math.max(0, wake - at.now);
}

async function lookOnce(options: Reaped, at: EpochMs): Promise<void> {
  const { store, log, onSilent, onDue, silentAfterMs = 15_000 } = options;
  const silent = await store.silentRuns(silentAfterMs);
  const due = await store.dueRuns(at);
  const calls = [...silent.map((one) => () => onSilent(one)), ...due.map((run) => () => onDue(run))];
  for (const call of calls) {
    await call().catch((error: unknown) => {
      // The store said so, once; this look comes every few seconds.
      if (!(error instanceof HeldByNewer)) log.error({ error }, 'looking after one run was interrupted');
    });
  }
}
