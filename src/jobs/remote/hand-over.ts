/** A step that only looks usually ends within this time; what is begun on a host goes on without us anyway. */
const patienceMs = 4_000;

/**
 * The end of `work`; once `ending` is aborted, what comes first: that end, or the signal's reason after some patience.
 * Work left behind in this way can write nothing any more when its claim is given away.
 */
export function unlessEnding<T>(work: Promise<T>, ending: AbortSignal, waitMs = patienceMs): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const giveUp = () => reject(ending.reason);
    const onEnding = () => {
      timer = setTimeout(giveUp, waitMs);
    };
    if (ending.aborted) onEnding();
    else ending.addEventListener('abort', onEnding, { once: true });
    const tidy = () => {
      clearTimeout(timer);
      ending.removeEventListener('abort', onEnding);
    };
    work.finally(tidy).then(resolve, reject);
  });
}
