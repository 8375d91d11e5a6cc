import type { AnyMiddlewareArgs, NextFn } from '@slack/bolt';

/** Deliveries that are being answered. */
export interface InFlight {
  /** To be put in front of every listener. */
  readonly follow: (args: AnyMiddlewareArgs & { readonly next: NextFn }) => Promise<void>;
  /** Resolves when all that had arrived are answered, or after `ms`. */
  readonly answered: (ms: number) => Promise<void>;
}

/** What was committed must also be acknowledged before the connection closes, else the person is told that it failed. */
export function followDeliveries(): InFlight {
  const active = new Set<Promise<void>>();
  return {
    follow: async ({ next }) => {
      const answering: Promise<void> = next().finally(() => active.delete(answering));
      active.add(answering);
      await answering;
    },
    answered: async (ms) => {
      if (active.size === 0) return;
      const late = AbortSignal.timeout(ms);
      const timedOut = new Promise((resolve) => late.addEventListener('abort', resolve));
      await Promise.race([Promise.allSettled(active), timedOut]);
    },
  };
}
