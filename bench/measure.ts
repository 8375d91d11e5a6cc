import type { Grounds } from './grounds/grounds.ts';
import type { Spread } from './statistics.ts';

/** How much is done: five rounds, or a fast look. */
export interface Effort {
  readonly rounds: number;
  /** Slack requests of each side in a round. */
  readonly requests: number;
}

export type Unit = 'ms' | 'MB' | '%' | 'per s';

/** One line of the table. */
export interface Result {
  readonly row: number;
  readonly measure: string;
  /** Null where there is nothing to compare with. */
  readonly against: string | null;
  readonly unit: Unit;
  /** Medians of the rounds, in the unit. */
  readonly ours: Spread;
  readonly theirs: Spread | null;
  /** What the limit is for, over the rounds. */
  readonly judged: Spread & { readonly as: 'ratio' | Unit };
  /** The limit in words: "2", "100 ms"; null: there is none. */
  readonly atMost: string | null;
  readonly ok: boolean;
  readonly rounds: number;
  /** What a reader must know to judge the figures. */
  readonly note: string;
}

/** A row of the table: measures on grounds of the bench, and may tell several lines. */
export interface Measure {
  readonly row: number;
  readonly title: string;
  readonly take: (grounds: Grounds, effort: Effort) => Promise<readonly Result[]>;
}
