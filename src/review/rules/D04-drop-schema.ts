import { sqlName } from '../names.ts';
import type { Rule } from './rule.ts';

export const dropSchema: Rule = {
  id: 'D04',
  tier: 'data',
  title: 'A schema, a database or all that a role owns is dropped',
  why: 'Everything in it is gone.',
  source: 'PostgreSQL manual, DROP SCHEMA, DROP DATABASE, DROP OWNED',
  example: { bad: 'DROP SCHEMA shop CASCADE;', good: 'CREATE SCHEMA shop;' },
  cases: {
    flagged: ['DROP SCHEMA IF EXISTS a, b', 'DROP DATABASE IF EXISTS shop', 'DROP OWNED BY ben'],
    safe: ['ALTER SCHEMA a OWNER TO b'],
  },
  applies: ({ change }) => {
    if (change.kind === 'drop-database')
      return [
        {
          severity: 'blocked',
          message: `The database ${change.name} and all its data are lost.`,
          remedy: '-- not in a migration',
          relation: null,
        },
      ];
    if (change.kind === 'drop-owned')
      return [
        {
          severity: 'blocked',
          message: `All that ${change.roles.join(', ')} owns in this database goes, tables and their data among it.`,
          remedy: '-- REASSIGN OWNED first; then drop what is to go, one by one',
          relation: null,
        },
      ];
    if (change.kind !== 'drop' || change.what !== 'schema') return [];
    return change.names.map((name) => ({
      severity: 'blocked',
      message: `The schema ${sqlName(name)} goes, with CASCADE all that is in it.`,
      remedy: '-- drop what is in it, one by one, where each can be reviewed',
      relation: null,
    }));
  },
};
