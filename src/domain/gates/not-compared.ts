import type { GateRule } from './gate.ts';
import { typedPrisma } from './typed.ts';

/** Silence would read as "no drift". */
export const notCompared: GateRule = {
  id: 'not-compared',
  holds: 'nothing',
  title: 'Not compared for drift',
  closed: 'the applied files do what cannot be followed from their text, or the database could not be read',
  look: (facts) => {
    const seen = facts.drift;
    const details = seen.kind === 'not-compared' ? [seen.why] : seen.kind === 'compared' ? seen.unsure : [];
    if (details.length === 0) return null;
    return {
      sentence:
        seen.kind === 'compared'
          ? 'Part of the database could not be compared with its migrations'
          : 'The database could not be compared with its migrations',
      waysOut: [
        `Compare by hand where it matters: \`${typedPrisma(facts, 'migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma')}\` shows what lies between the database and the schema, pending migrations included.`,
      ],
      details,
    };
  },
};
