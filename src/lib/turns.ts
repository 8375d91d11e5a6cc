export interface Turns {
  /** One after the other for each key, in the order in which they came; other keys are not waited for. */
  readonly take: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** Whether somebody has this key's turn, or waits for it. */
  readonly isTaken: (key: string) => boolean;
}

export function turns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take: (key, work) => {
      const turn = (last.get(key) ?? Promise.resolve()).then(work);
      const settled = turn
        .catch(() => undefined)
        .finally(() => {
          if (last.get(key) === settled) last.delete(key);
        });
      last.set(key, settled);
      return turn;
    },
    isTaken: (key) => last.has(key),
  };
}
