import { runCard } from '../../../src/render/run-card.ts';
import type { Sample } from './sample.ts';
import { aRun, aView, failed, plan, reviewed, succeeded } from './shop.ts';

export const deploy: readonly Sample[] = [
  {
    what: 'The request, while it collects:',
    card: runCard(aView({ run: aRun({ plan: { ...plan, review: reviewed } }) })),
  },
  { what: 'The same card when all went well:', card: runCard(aView({ run: succeeded })) },
  { what: 'And when a migration did not go through:', card: runCard(aView({ run: failed })) },
];
