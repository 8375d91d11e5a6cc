import { laterOfKind, type Rule } from './rule.ts';

export const noCommit: Rule = {
  id: 'T02',
  tier: 'transaction',
  title: 'BEGIN without COMMIT',
  why: 'When the session ends, everything is rolled back, while Prisma may have noted the migration as applied.',
  source: 'PostgreSQL manual, BEGIN',
  example: { bad: 'BEGIN;\nCREATE TABLE orders (id int);', good: 'BEGIN;\nCREATE TABLE orders (id int);\nCOMMIT;' },
  cases: {
    flagged: ['START TRANSACTION; CREATE TABLE a (id int);', 'BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2;'],
    safe: ['BEGIN; SELECT 1; END;', 'BEGIN; SELECT 1; ROLLBACK;'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'transaction' || change.verb !== 'begin') return [];
    const ends = laterOfKind(scene, 'transaction').some(({ verb }) => verb === 'commit' || verb === 'rollback');
    if (ends) return [];
    return [
      {
        severity: 'blocked',
        message: 'This transaction is never committed: everything after it is rolled back at the end.',
        remedy: 'COMMIT; -- at the end of the file',
        relation: null,
      },
    ];
  },
};
