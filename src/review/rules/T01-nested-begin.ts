import type { Rule } from './rule.ts';

export const nestedBegin: Rule = {
  id: 'T01',
  tier: 'transaction',
  title: 'BEGIN and COMMIT do not pair',
  why: 'A second BEGIN only warns; the first COMMIT then ends everything, and what follows runs on its own.',
  source: 'PostgreSQL manual, BEGIN, COMMIT',
  example: { bad: 'BEGIN;\nBEGIN;\nSELECT 1;\nCOMMIT;', good: 'BEGIN;\nSELECT 1;\nCOMMIT;' },
  cases: {
    flagged: ['BEGIN; START TRANSACTION; SELECT 1; COMMIT;', 'SELECT 1; COMMIT;'],
    safe: ['BEGIN; SAVEPOINT a; SELECT 1; RELEASE a; COMMIT;'],
  },
  applies: ({ change, place }) => {
    if (change.kind !== 'transaction' || change.verb === 'savepoint') return [];
    const open =
      place.position > 0 &&
      place.inBlock[place.position - 1] === true &&
      place.transactions[place.position - 1] === place.transactions[place.position];
    if (change.verb === 'begin' ? !open : open) return [];
    const message =
      change.verb === 'begin'
        ? 'A transaction is open already: this BEGIN does nothing, and the first COMMIT ends both.'
        : 'No transaction was begun here: what ran before is committed or rolled back early.';
    return [
      {
        severity: 'caution',
        message,
        remedy: '-- one BEGIN and one COMMIT around the whole file, or neither',
        relation: null,
      },
    ];
  },
};
