import { help as helpCard } from '../../../src/render/help.ts';
import type { Sample } from './sample.ts';
import { production, staging } from './shop.ts';

export const help: readonly Sample[] = [
  {
    what: 'For somebody who may request on staging, and only look at production:',
    card: helpCard({
      environments: [
        { id: staging.id, rights: ['read', 'request'], allow: [] },
        { id: production.id, rights: ['read'], allow: [] },
      ],
    }),
  },
];
