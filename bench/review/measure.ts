import type { Result } from '../measure.ts';
import type { Ground } from './ground.ts';

/** A row of the reviewer's table; may tell several lines. */
export interface ReviewMeasure {
  readonly row: number;
  readonly title: string;
  readonly take: (ground: Ground, rounds: number) => Promise<readonly Result[]>;
}
