/** Runs at most so many at once; the others wait, first come first served. */
export function limited(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = () => new Promise<void>((resume) => waiting.push(resume));
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    if (running < atOnce) running += 1;
    else await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
