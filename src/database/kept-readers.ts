import type { Environment } from '../domain/environment.ts';
import type { Reader } from './opening.ts';

/** A reader that stays open between two looks, and the ground on which it was opened. */
export interface Kept {
  readonly environment: Environment;
  readonly reader: Reader;
  /** `HostGlance.ground` from before it was opened. */
  readonly ground: string;
  readonly openedAt: number;
}

export interface KeptLimits {
  /** A reader that nobody asks is closed after this. */
  readonly idleMs: number;
  /** The oldest that a reader may be: what no look can notice (a password changed, another pod chosen) counts by then. */
  readonly ageMs: number;
  /** Of one address: each is a process there of about 40 MB, and a session of the SSH connection. */
  readonly perAddress: number;
}

export interface KeptReaders extends AsyncDisposable {
  /** The environment's reader, which is then the caller's to put back or to close; null where none waits. */
  readonly take: (environment: Environment) => Kept | null;
  /** Keeps the reader for the next look; where that would be too many, the one that waited longest leaves. */
  readonly put: (kept: Kept) => void;
  /** Closes a reader; waited for when everything is closed. */
  readonly close: (reader: Reader) => void;
}

/**
 * Readers that wait for the next look, one an environment. The oldest stands first.
 * long: its parts share those that wait and those that close.
 */
export function keptReaders(limits: KeptLimits, now: () => number): KeptReaders {
  const waiting = new Map<Environment, { readonly kept: Kept; readonly idle: NodeJS.Timeout }>();
  const closing = new Set<Promise<void>>();
  let ended = false;

  const close = (reader: Reader) => {
    const closed: Promise<void> = Promise.resolve(reader.session[Symbol.asyncDispose]()).finally(() =>
      closing.delete(closed),
    );
    closing.add(closed);
  };
  const remove = (environment: Environment): Kept | null => {
    const found = waiting.get(environment);
    if (found === undefined) return null;
    clearTimeout(found.idle);
    waiting.delete(environment);
    return found.kept;
  };
  const drop = (kept: Kept) => {
    if (waiting.get(kept.environment)?.kept === kept) remove(kept.environment);
    close(kept.reader);
  };

  return {
    take: (environment) => {
      const kept = remove(environment);
      if (kept === null || now() - kept.openedAt < limits.ageMs) return kept;
      close(kept.reader);
      return null;
    },
    put: (kept) => {
      const { environment, reader } = kept;
      if (ended || waiting.has(environment)) return close(reader);
      const neighbours = [...waiting.values()].filter((other) => sameAddress(other.kept.environment, environment));
      if (neighbours[0] !== undefined && neighbours.length >= limits.perAddress) drop(neighbours[0].kept);
      const idle = setTimeout(() => drop(kept), limits.idleMs).unref();
      waiting.set(environment, { kept, idle });
      void reader.over.then(() => waiting.get(environment)?.kept === kept && drop(kept));
    },
    close,
    [Symbol.asyncDispose]: async () => {
      ended = true;
      for (const { kept } of [...waiting.values()]) drop(kept);
      await Promise.allSettled(closing);
    },
  };
}

const sameAddress = (one: Environment, other: Environment): boolean =>
  one.host === other.host || JSON.stringify(one.host) === JSON.stringify(other.host);
