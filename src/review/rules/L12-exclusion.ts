import { quoted } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const exclusionConstraint: Rule = {
  id: 'L12',
  tier: 'lock',
  title: 'An EXCLUDE constraint builds its index under the strongest lock',
  why: 'It has neither NOT VALID nor USING INDEX: there is no way to add it to a large table while the application runs.',
  locks: 'AccessExclusive while the index is built.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE stays ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =);',
    good: 'CREATE TABLE stays (room int, EXCLUDE USING gist (room WITH =));',
  },
  cases: {
    flagged: ['ALTER TABLE stays ADD EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled)'],
    safe: ['CREATE TABLE stays (during tsrange); ALTER TABLE stays ADD EXCLUDE USING gist (during WITH &&);'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'add-constraint' || change.constraint.kind !== 'exclude') return [];
    const message = `Adding ${quoted(change.constraint.name)} blocks reads and writes of ${label(scene, change.table)} while its index is built.`;
    const remedy =
      '-- There is no way without the lock: choose a quiet hour and a lock_timeout,\n-- or make a new table with the constraint, copy the rows in batches and swap the names.';
    return [{ severity: 'risky', message, remedy, relation: change.table, timed: true }];
  },
};
