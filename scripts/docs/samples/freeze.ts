import { freezeSet } from '../../../src/render/freeze-note.ts';
import type { Sample } from './sample.ts';
import { at, ben, production } from './shop.ts';

export const freeze: readonly Sample[] = [
  {
    what: 'In the channel, for all to see:',
    card: freezeSet({ environment: production.id, reason: 'release day', by: ben, since: at(), until: at(120) }),
  },
];
