import { history as historyCard } from '../../../src/render/history.ts';
import type { Sample } from './sample.ts';
import { ana, cancelled, failed, production, succeeded } from './shop.ts';

export const history: readonly Sample[] = [
  {
    what: 'Of one environment:',
    card: historyCard({
      environment: production.id,
      runs: [cancelled, succeeded, failed],
      unreviewed: [],
      decisions: [],
      askedBy: ana,
    }),
  },
];
