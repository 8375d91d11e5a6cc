/** Something that goes wrong with one call of a method. */
export type Fault =
  | { readonly kind: '429'; readonly retryAfterS: number }
  | { readonly kind: '500' }
  /** The call hangs until the app gives up; nothing was done. */
  | { readonly kind: 'timeout' }
  /** The connection breaks; nothing was done. */
  | { readonly kind: 'reset' }
  /** The work is done, the answer gets lost. */
  | { readonly kind: 'lost-response' }
  /** Slack says no with this code, for example `internal_error`. */
  | { readonly kind: 'refuse'; readonly error: string };

/** Faults that wait for their call, per method and in order. */
export interface Faults {
  /** Queues a fault for the next call of this method. */
  readonly failNext: (method: string, fault: Fault) => void;
  /** Every call of these methods (none named: of every method) answers 503 from now on. */
  readonly outage: (methods?: readonly string[]) => void;
  readonly recover: () => void;
  /** The fault this call meets, if any; a queued one is used up. */
  readonly meet: (method: string) => Fault | { readonly kind: '503' } | undefined;
}

export const createFaults = (): Faults => {
  const queued = new Map<string, Fault[]>();
  let down: readonly string[] | 'all' | 'none' = 'none';
  return {
    failNext: (method, fault) => queued.set(method, [...(queued.get(method) ?? []), fault]),
    outage: (methods) => {
      down = methods ?? 'all';
    },
    recover: () => {
      down = 'none';
    },
    meet: (method) => {
      if (down === 'all' || (down !== 'none' && down.includes(method))) return { kind: '503' };
      return queued.get(method)?.shift();
    },
  };
};
