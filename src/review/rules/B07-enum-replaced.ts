import { literal, quoted, sqlName } from '../names.ts';
import { type EnumReplacement, enumReplacements } from './enum-replacement.ts';
import { label, type Rule } from './rule.ts';

export const enumReplaced: Rule = {
  id: 'B07',
  tier: 'compat',
  title: 'An enum is replaced to take a value out',
  why: 'Prisma makes a new type, casts the columns to it and drops the old one: each table is rewritten, the file fails where a row still holds a value that is gone, and running code that writes it fails.',
  locks: 'AccessExclusive on each table while it and its indexes are written anew.',
  source: 'what Prisma 7 writes; measured on PostgreSQL 15',
  example: {
    bad: "CREATE TYPE state_new AS ENUM ('a', 'b');\nALTER TABLE orders ALTER COLUMN state TYPE state_new USING (state::text::state_new);\nALTER TYPE state RENAME TO state_old;\nALTER TYPE state_new RENAME TO state;\nDROP TYPE state_old;",
    good: "ALTER TYPE state ADD VALUE 'c';",
  },
  cases: {
    flagged: [
      {
        schema:
          "CREATE TYPE \"State\" AS ENUM ('A', 'B', 'C'); CREATE TABLE \"Order\" (id int, state \"State\" NOT NULL DEFAULT 'A');",
        sql: 'BEGIN;\nCREATE TYPE "State_new" AS ENUM (\'A\', \'B\');\nALTER TABLE "Order" ALTER COLUMN "state" DROP DEFAULT;\nALTER TABLE "Order" ALTER COLUMN "state" TYPE "State_new" USING ("state"::text::"State_new");\nALTER TYPE "State" RENAME TO "State_old";\nALTER TYPE "State_new" RENAME TO "State";\nDROP TYPE "State_old";\nALTER TABLE "Order" ALTER COLUMN "state" SET DEFAULT \'A\';\nCOMMIT;',
      },
      "ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('a'); ALTER TABLE orders ALTER COLUMN s TYPE state USING s::text::state; DROP TYPE state_old;",
    ],
    safe: [
      "CREATE TYPE state AS ENUM ('a', 'b'); ALTER TABLE orders ADD COLUMN s state;",
      "ALTER TYPE state ADD VALUE 'x'",
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'alter-type') return [];
    return enumReplacements(scene)
      .filter(({ columns }) => columns[0] === change)
      .map((one) => {
        const tables = [...new Set(one.columns.map(({ table }) => label(scene, table)))].join(', ');
        const message = `Replacing the enum ${sqlName(one.type)} rewrites ${tables}, fails where a row holds ${lost(one)}, and breaks running code that writes it.`;
        return { severity: 'risky', message, remedy: remedyOf(one), relation: change.table };
      });
  },
};

function lost({ gone }: EnumReplacement): string {
  return gone === null || gone.length === 0 ? 'a value that is gone' : gone.map(literal).join(' or ');
}

function remedyOf({ labels, columns }: EnumReplacement): string {
  const kept = labels.map(literal).join(', ');
  const rows = columns.map(
    ({ table, column }) =>
      `SELECT ${quoted(column)}, count(*) FROM ${sqlName(table)} WHERE ${quoted(column)}::text NOT IN (${kept}) GROUP BY 1;`,
  );
  return [
    '-- Leave the value in the type, unused: take it out of the code, and out of schema.prisma only with the next big change.',
    '-- If it must go: no row may hold it (each must give no row), and no running code may write it',
    ...rows,
  ].join('\n');
}
