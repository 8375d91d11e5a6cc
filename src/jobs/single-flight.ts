/**
 * Wraps work that must not run twice at the same time: a call during a run makes one more run follow it.
 * Each call's promise ends when a run that began after the call has ended. Errors go to `onError`.
 */
export function singleFlight(work: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let current: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  const start = (): Promise<void> => {
    const run = work()
      .catch(onError)
      .finally(() => {
        if (current === run) current = null;
      });
    current = run;
    return run;
  };
  return () => {
    if (current === null) return start();
    following ??= current.then(() => {
      following = null;
      return start();
    });
    return following;
  };
}
