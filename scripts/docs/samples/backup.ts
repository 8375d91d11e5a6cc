import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, backedUp, noRules } from './shop.ts';

export const backup: readonly Sample[] = [
  { what: 'Taken and verified:', card: runCard(aView({ run: backedUp, readiness: noRules })) },
];
