import { runDetail } from '../../../src/render/run-detail.ts';
import type { Sample } from './sample.ts';
import { ana, aView, failed } from './shop.ts';

export const run: readonly Sample[] = [
  { what: 'A deploy that did not go through:', card: runDetail(aView({ run: failed }), ana) },
];
