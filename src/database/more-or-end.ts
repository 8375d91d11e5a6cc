import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** Resolves when there is something to read, or nothing ever will be. Leaves no listener behind: a late error would be nobody's. */
export async function moreOrEnd(stream: Duplex, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const either = { signal: AbortSignal.any([signal, done.signal]) };
  const waits = ['readable', 'end', 'close'].map((event) => once(stream, event, either));
  try {
    await Promise.race(waits);
  } finally {
    done.abort();
    await Promise.allSettled(waits);
    signal.throwIfAborted();
  }
}
