/** How to wait for something. */
export interface WaitOptions {
  /** What is awaited, for the error: "the request card". */
  readonly what?: string;
  /** Default 30 s: a machine that does much else took more than 10 for a modal. */
  readonly timeoutMs?: number;
}

/** Anything but "not yet". */
export type Found<T> = Exclude<T, undefined | null | false>;

interface Waiter {
  readonly look: () => void;
  readonly fail: (error: Error) => void;
}

/** Tells who waits that something has changed. Nothing polls. */
export interface ChangeFeed {
  /** To be called after every change. */
  readonly changed: () => void;
  /**
   * Resolves with the first value of `look` that is not undefined, null or false; looks at once and after each change.
   * Rejects after the time limit, naming what was awaited, with what `describe` says about the present state.
   */
  readonly waitFor: <T>(look: () => T, options?: WaitOptions) => Promise<Found<T>>;
  /** Rejects everything that still waits. */
  readonly close: () => void;
}

/** A fresh feed; `describe` gives the words that help to see why nothing came. */
export const createChangeFeed = (describe: () => string): ChangeFeed => {
  const waiters = new Set<Waiter>();
  return {
    changed: () => {
      for (const waiter of [...waiters]) waiter.look();
    },
    close: () => {
      for (const waiter of [...waiters]) waiter.fail(new Error('waiting for Slack: the stand-in was closed'));
    },
    waitFor: (look, options = {}) => wait(waiters, { look, describe, ...options }),
  };
};

const wait = <T>(
  waiters: Set<Waiter>,
  asked: WaitOptions & { readonly look: () => T; readonly describe: () => string },
): Promise<Found<T>> => {
  const { look, describe, what = 'a change in Slack', timeoutMs = 30_000 } = asked;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => finish(() => reject(error));
    const waiter: Waiter = { look: () => tryOnce(), fail };
    const timer = setTimeout(
      () => fail(new Error(`waiting for ${what}: nothing within ${timeoutMs} ms; ${describe()}`)),
      timeoutMs,
    );
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      waiters.delete(waiter);
      settle();
    };
    const tryOnce = () => {
      try {
        const value = look();
        if (value !== undefined && value !== null && value !== false) finish(() => resolve(value as Found<T>));
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    };
    waiters.add(waiter);
    tryOnce();
  });
};
