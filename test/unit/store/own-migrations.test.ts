import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const folder = new URL('../../../prisma/migrations/', import.meta.url);
const migrations = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());

/** What an older version that works beside this one would stumble over. */
const takesAway =
  /\bDROP\s+(TABLE|COLUMN|FUNCTION|SCHEMA|VIEW)|\bRENAME\b|\bALTER\s+(COLUMN\s+)?"?\w+"?\s+(SET\s+(DATA\s+)?(NOT\s+NULL|TYPE)|TYPE|DROP\s+DEFAULT)\b|\bADD\s+(COLUMN\s+)?(IF\s+NOT\s+EXISTS\s+)?"\w+"(?![^;,]*\bDEFAULT\b)[^;,]*\bNOT\s+NULL|\bTRUNCATE\b/i;

it.each(migrations.map(({ name }) => name))(
  '%s takes nothing away from a version that works beside it',
  async (name) => {
    const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
    expect(sql.replace(/--.*$/gm, '')).not.toMatch(takesAway);
  },
);

it.each([
  'ALTER TABLE "run" DROP COLUMN "worker";',
  'DROP TABLE "freeze";',
  'ALTER TABLE "run" RENAME COLUMN "kind" TO "sort";',
  'ALTER TABLE "run" ALTER COLUMN "token" SET NOT NULL;',
  'ALTER TABLE "run" ALTER COLUMN "token" SET DATA TYPE BIGINT;',
  'ALTER TABLE "run" ADD COLUMN "mood" TEXT NOT NULL;',
])('would notice %s', (sql) => {
  expect(sql).toMatch(takesAway);
});

it.each(['ALTER TABLE "run" ADD COLUMN "mood" TEXT NOT NULL DEFAULT \'\';', 'DROP INDEX "run_wake";'])(
  'lets be %s',
  (sql) => {
    expect(sql).not.toMatch(takesAway);
  },
);
