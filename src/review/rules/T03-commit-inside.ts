import type { Raised, Rule } from './rule.ts';

export const commitInside: Rule = {
  id: 'T03',
  tier: 'transaction',
  title: 'A COMMIT in the middle of a file',
  why: 'When a later statement fails, what was committed stays: the migration is half applied and cannot be run again as it is.',
  source: 'PostgreSQL manual, “Multiple Statements in a Simple Query”',
  example: {
    bad: 'CREATE TABLE a (id int);\nBEGIN;\nCREATE TABLE b (id int);\nCOMMIT;',
    good: 'BEGIN;\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCOMMIT;',
  },
  cases: {
    flagged: [
      'CREATE TABLE a (id int); BEGIN; CREATE TABLE b (id int); END;',
      'BEGIN; CREATE TABLE a (id int); COMMIT; BEGIN; CREATE TABLE b (id int); COMMIT;',
      'BEGIN; CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int);',
      'BEGIN; CREATE TABLE a (id int); ROLLBACK;',
    ],
    safe: ["SET lock_timeout = '2s'; BEGIN; CREATE TABLE a (id int); CREATE TABLE b (id int); COMMIT;"],
  },
  applies: ({ change, place }) => {
    if (change.kind !== 'transaction' || (change.verb !== 'commit' && change.verb !== 'rollback')) return [];
    const kinds = place.changes.map(([one]) => (one?.kind === 'transaction' ? one.verb : (one?.kind ?? '')));
    const work = kinds.flatMap((kind, at) =>
      ['begin', 'commit', 'rollback', 'savepoint', 'set'].includes(kind) ? [] : [at],
    );
    const outside = work.filter(
      (at) => place.transactions[at] !== place.transactions[place.position] || place.inBlock[at] !== true,
    );
    if (outside.length === 0) return change.verb === 'rollback' && work.length > 0 ? [nothingLeft] : [];
    return [
      {
        severity: 'caution',
        message: 'This ends one part of the file: a failure in another part leaves it half applied.',
        remedy: '-- one BEGIN and one COMMIT around the whole file, or two migration files',
        relation: null,
      },
    ];
  },
};

const nothingLeft: Raised = {
  severity: 'risky',
  message: 'This takes back the whole file, which Prisma notes as applied all the same.',
  remedy: '-- COMMIT, or no migration file',
  relation: null,
};
