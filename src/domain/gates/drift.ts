import type { GateRule } from './gate.ts';
import { typedPrisma } from './typed.ts';

/** What the applied files promise is absent or otherwise in the database: the next file may fail on it. */
export const drift: GateRule = {
  id: 'drift',
  holds: 'approval',
  title: 'Drifted',
  closed: 'tables, columns, types, defaults, indexes, constraints or enums are not as the applied files made them',
  look: (facts) => {
    const seen = facts.drift;
    if (seen.kind !== 'compared' || seen.differences.length === 0) return null;
    return {
      sentence: `The database is not as its applied migrations made it: ${count(seen.differences.length)}`,
      waysOut: [
        `Undo it in the database, so that it is as the migrations say: \`/migrate drift ${facts.environment.id}\` shows the SQL.`,
        `Keep it: write the same change, which that shows too, into a new migration, and mark that as applied here: \`${typedPrisma(facts, 'migrate', 'resolve', '--applied')} <migration>\``,
      ],
      details: seen.differences,
    };
  },
};

const count = (of: number): string => (of === 1 ? 'one difference' : `${of} differences`);
