import type { GateRule } from './gate.ts';

/** Through a pooler that keeps one session for each client a migration runs well. */
export const sessionPooler: GateRule = {
  id: 'session-pooler',
  holds: 'nothing',
  title: 'A pooler stands in between',
  closed: 'something between here and the server answers in its name, and nobody can say whether it keeps sessions',
  look: ({ pooler: seen }) =>
    seen?.mode === 'unknown'
      ? {
          sentence: `A connection pooler stands between Prisma and the server: ${seen.evidence}`,
          waysOut: [
            'In session mode migrations run through it. Otherwise name the variable of a direct connection in `database.variable`.',
          ],
          details: [],
        }
      : null,
};
