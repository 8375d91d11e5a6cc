import { freezeLifted } from '../../../src/render/freeze-note.ts';
import type { Sample } from './sample.ts';
import { ben, production } from './shop.ts';

export const unfreeze: readonly Sample[] = [
  { what: 'In the channel, for all to see:', card: freezeLifted(production.id, ben) },
];
