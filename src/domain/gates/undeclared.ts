import type { GateRule } from './gate.ts';
import { typedPrisma } from './typed.ts';

/** It stands in nobody's way, unless a pending file makes something of the same name. */
export const undeclared: GateRule = {
  id: 'undeclared',
  holds: 'nothing',
  title: 'Made by no migration',
  closed: 'the database holds tables, views, enums or plain indexes that no applied file made',
  look: (facts) => {
    const seen = facts.drift;
    if (seen.kind !== 'compared' || seen.undeclared.length === 0) return null;
    const many = seen.undeclared.length;
    return {
      sentence: `The database holds ${many === 1 ? 'something' : `${many} things`} that no migration made`,
      waysOut: [
        `Nothing has to be done. What belongs to the app goes into a new migration, marked as applied here: \`${typedPrisma(facts, 'migrate', 'resolve', '--applied')} <migration>\``,
      ],
      details: seen.undeclared,
    };
  },
};
