import { sqlName } from '../names.ts';
import type { Rule } from './rule.ts';

export const enumType: Rule = {
  id: 'S05',
  tier: 'style',
  title: 'An enum',
  why: 'A value can never be taken out again without rewriting the tables that use it.',
  optional: true,
  source: 'PostgreSQL manual, Enumerated Types',
  example: { bad: "CREATE TYPE state AS ENUM ('a');", good: 'CREATE TABLE states (name text PRIMARY KEY);' },
  cases: {
    flagged: ["CREATE TYPE shop.\"State\" AS ENUM ('a', 'b')"],
    safe: ['CREATE TYPE address AS (street text)'],
  },
  applies: ({ change }) => {
    if (change.kind !== 'create-enum') return [];
    return [
      {
        severity: 'safe',
        message: `${sqlName(change.type)} is an enum: its values cannot be taken out later.`,
        remedy: '-- a table of values with a foreign key, or text with a CHECK',
        relation: null,
      },
    ];
  },
};
