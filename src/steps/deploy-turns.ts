import type { Blocker } from '../domain/locks.ts';
import type { Trouble } from '../domain/trouble.ts';

/**
 * What a deploy does next. A try whose migration was interrupted by a lock timeout, or because others waited, is followed
 * by a mark: Prisma is told that it was rolled back, and then the next try begins, or the deploy ends.
 *
 * The first try has no part of its own: runs of earlier versions had one task.
 */
export type Turn =
  | { readonly kind: 'try'; readonly number: number }
  | { readonly kind: 'mark'; readonly number: number; readonly marking: Marking | null };

/** Kept with the mark's task, so that another worker goes on with it. */
export interface Marking {
  readonly migration: string;
  readonly again: boolean;
  /** What the run ends with where there is no next try. */
  readonly trouble: Trouble;
  /** Whom it waited for; absent in rows of earlier versions. */
  readonly blockers?: readonly Blocker[];
  /** No transaction of the interrupted try has a lower number; absent in rows of earlier versions. */
  readonly before?: string;
}

export const triesAtMost = 5;

/** The part of the step's task; undefined: the only one. */
export const partOf = ({ kind, number }: Pick<Turn, 'kind' | 'number'>): string | undefined =>
  kind === 'try' && number === 1 ? undefined : `${kind}-${number}`;

/** Where an earlier worker left off, with the memo of its task; null: at the beginning. */
export function turnOf(begun: { readonly part: string; readonly memo: string | null } | null): Turn {
  const [, kind, number] = /^(try|mark)-(\d+)$/.exec(begun?.part ?? '') ?? [];
  if (begun === null || kind === undefined) return { kind: 'try', number: 1 };
  if (kind === 'try') return { kind, number: Number(number) };
  return { kind: 'mark', number: Number(number), marking: JSON.parse(begun.memo ?? 'null') };
}

/** How long to wait before the next try: about 2, 4, 8 and 16 s, each up to half of it less or more. `random` in [0, 1). */
export const waitMs = (tried: number, random: number): number => Math.round(1_000 * 2 ** tried * (0.5 + random));
