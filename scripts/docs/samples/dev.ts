import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aView, created, noRules, staging } from './shop.ts';

export const dev: readonly Sample[] = [
  {
    what: 'The card of a migration that was made and applied:',
    card: runCard(aView({ run: created, environment: staging, readiness: noRules })),
  },
];
