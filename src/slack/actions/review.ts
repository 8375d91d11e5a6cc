import { notReadable } from '../../domain/decide/standing.ts';
import { viewReview } from '../view-review.ts';
import type { Handler } from './action.ts';
import { openForRun } from './open-for-run.ts';

/** Opens the SQL of every pending file with its review; who may approve can say there that it was read. */
export const review: Handler = (pressed) =>
  openForRun(pressed, (view) => viewReview(pressed.deps, view, { by: pressed.by, page: 0 }), notReadable);
