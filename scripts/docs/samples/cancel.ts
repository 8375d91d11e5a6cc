import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, cancelled } from './shop.ts';

export const cancel: readonly Sample[] = [
  { what: 'The request, closed before it began:', card: runCard(aView({ run: cancelled })) },
];
