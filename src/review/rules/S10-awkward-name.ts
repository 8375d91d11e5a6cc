import type { Change } from '../changes/change.ts';
import { quoted } from '../names.ts';
import type { Rule } from './rule.ts';

/** CamelCase is how Prisma names models, and needs only the quotes that Prisma writes. */
const good = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const awkwardName: Rule = {
  id: 'S10',
  tier: 'style',
  title: 'A name that is awkward to write',
  why: 'A name with blanks, signs or letters beyond ASCII, or one that is a reserved word, must be quoted by everybody who ever types it, and breaks what forgets to.',
  optional: true,
  source: 'PostgreSQL manual, Identifiers and Key Words',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN "made at" timestamptz;',
    good: 'ALTER TABLE orders ADD COLUMN made_at timestamptz;',
  },
  cases: {
    flagged: [
      'CREATE TABLE "user" (id int)',
      'ALTER TABLE a RENAME COLUMN b TO "größe"',
      'CREATE TABLE a ("2fa" text)',
    ],
    safe: ['CREATE TABLE "OrderItem" ("orderId" int)', 'DROP TABLE "made at"'],
  },
  applies: ({ change }) =>
    namesGiven(change)
      .filter((name) => !good.test(name) || isReserved(name))
      .map((name) => ({
        severity: 'safe',
        message: `${quoted(name)} must be quoted wherever it is written.`,
        remedy: '-- letters, digits and _, and no reserved word',
        relation: null,
      })),
};

/** A reserved word is quoted although its letters would do. */
function isReserved(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name) && quoted(name) !== name;
}

function namesGiven(change: Change): readonly string[] {
  switch (change.kind) {
    case 'create-table':
      return [change.table.name, ...change.columns.map(({ name }) => name)];
    case 'add-column':
      return [change.column.name];
    case 'rename-table':
    case 'rename-column':
      return [change.to];
    case 'create-index':
      return [change.index.name];
    case 'create-view':
      return [change.view.name];
    default:
      return [];
  }
}
