import type { GateRule } from './gate.ts';
import { oneOrMany } from './typed.ts';

/** Prisma applies by name whatever is not in the history: here after newer ones, elsewhere before them. */
export const outOfOrder: GateRule = {
  id: 'out-of-order',
  holds: 'nothing',
  title: 'Out of order',
  closed: 'a pending file is older by name than the newest applied one; Prisma applies it all the same',
  look: ({ comparison: { outOfOrder: names } }) => {
    if (names.length === 0) return null;
    return {
      sentence: oneOrMany(
        names,
        'is older than the newest applied migration',
        'pending migrations are older than the newest applied one',
      ),
      waysOut: [
        'Prisma applies it all the same. Where it builds on newer ones, give its folder a later timestamp; where other environments have it already, leave its name.',
      ],
      details: names,
    };
  },
};
