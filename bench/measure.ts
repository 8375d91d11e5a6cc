import type { Grounds } from './grounds/grounds.ts';
import type { Spread } from './statistics.ts';

/** How much is done: five rounds, or a fast look. */
export interface Effort {
  readonly rounds: number;
  /** Slack requests of each side in a round. */
  readonly requests: number;
}

/** One line of the table. */
export interface Result {
  readonly row: number;
  readonly measure: string;
  /** Null where there is nothing to compare with. */
  readonly against: string | null;
  readonly unit: 'ms' | 'MB';
  /** Medians of the rounds, in the unit. */
  readonly ours: Spread;
  readonly theirs: Spread | null;
  /** What the limit is for, over the rounds. */
  readonly judged: Spread & { readonly as: 'ratio' | 'ms' | 'MB' };
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
