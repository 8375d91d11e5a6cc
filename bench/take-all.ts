import type { Grounds } from './grounds/grounds.ts';
import type { Effort, Measure, Result } from './measure.ts';

export interface Taken {
  readonly results: readonly Result[];
  /** Whether a row could not be measured. */
  readonly broken: boolean;
}

/** Takes the measures in turn; one that throws says why and takes no other figure with it. */
export async function takeAll(chosen: readonly Measure[], grounds: Grounds, effort: Effort): Promise<Taken> {
  const results: Result[] = [];
  let broken = false;
  for (const { row, title, take } of chosen) {
    console.log(`row ${row}: ${title} …`);
    try {
      results.push(...(await take(grounds, effort)));
    } catch (error) {
      broken = true;
      console.error(`measuring row ${row}, ${title}:`, error);
    }
  }
  return { results, broken };
}
