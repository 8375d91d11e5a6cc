import { literal } from '../names.ts';
import type { Rule } from './rule.ts';

export const enumOrder: Rule = {
  id: 'S14',
  tier: 'style',
  title: 'An enum value without its place',
  why: 'It goes to the end, and the order of values is the order of ORDER BY.',
  optional: true,
  source: 'PostgreSQL manual, ALTER TYPE',
  example: { bad: "ALTER TYPE state ADD VALUE 'gone';", good: "ALTER TYPE state ADD VALUE 'gone' AFTER 'new';" },
  cases: {
    flagged: ["ALTER TYPE s ADD VALUE IF NOT EXISTS 'x'"],
    safe: ["ALTER TYPE s ADD VALUE 'x' BEFORE 'y'"],
  },
  applies: ({ change }) => {
    if (change.kind !== 'add-enum-value' || change.placed) return [];
    return [
      {
        severity: 'safe',
        message: `${literal(change.value)} goes to the end of the enum.`,
        remedy: "-- ADD VALUE … BEFORE '…' or AFTER '…'",
        relation: null,
      },
    ];
  },
};
