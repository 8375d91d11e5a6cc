import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogOf } from '../../../src/database/catalog.ts';
import { driftOf } from '../../../src/review/drift/drift.ts';
import type { Drift } from '../../../src/review/drift/found.ts';
import type { AppliedFile } from '../../../src/review/drift/promised.ts';
import { loadParser, type Parser } from '../../../src/review/parse/parser.ts';
import { freshDatabase } from '../../support/databases.ts';
import { schema, statements } from './truth-schema.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const none = { differences: [], undeclared: [], unsure: [] };

/** A database of its own, in which files are applied and hands meddle. */
async function openDatabase(searchPath = 'public') {
  const client = new pg.Client({ connectionString: await freshDatabase('drift') });
  await client.connect();
  await client.query(`SET search_path = ${searchPath}`);
  const drift = async (files: readonly AppliedFile[]): Promise<Drift> => {
    const read = await catalogOf(parser, async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
    if (read.kind === 'unusable') throw new Error(read.why);
    return driftOf({ parser, files, live: read.catalog, schema: searchPath });
  };
  return { query: (sql: string) => client.query(sql), drift, [Symbol.asyncDispose]: () => client.end() };
}

const file = (sql: string, name = '1_init'): AppliedFile => ({ name, sql });

describe('no false alarm', () => {
  test("on the app's own history", async () => {
    await using database = await openDatabase();
    const folder = 'playground/hosts/app/prisma/migrations';
    const names = readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .sort();
    const files = names.map((name) => file(readFileSync(path.join(folder, name, 'migration.sql'), 'utf8'), name));
    for (const { sql } of files) await database.query(sql);
    expect(await database.drift(files)).toEqual(none);
  });

  test('on every statement that the forecast is held against', async () => {
    await using database = await openDatabase();
    await database.query(schema);
    expect(await database.drift([file(schema)])).toEqual(none);
    const some = statements.filter((_, at) => at % 5 === 0);
    const wrong: unknown[] = [];
    let taken = 0;
    for (const sql of some) {
      await database.query('BEGIN');
      if (
        await database.query(sql).then(
          () => true,
          () => false,
        )
      ) {
        taken += 1;
        const { differences, undeclared } = await database.drift([file(schema), file(sql, '2_next')]);
        if (differences.length + undeclared.length > 0) wrong.push({ sql, differences, undeclared });
      }
      await database.query('ROLLBACK');
    }
    expect(wrong).toEqual([]);
    expect(taken).toBeGreaterThan(100);
  }, 240_000);

  test('on everything that Prisma writes into a migration', async () => {
    await using database = await openDatabase();
    const files = prismaHistory.map((sql, at) => file(sql, `${at + 1}_step`));
    for (const { sql } of files) await database.query(sql);
    expect(await database.drift(files)).toEqual(none);
  });

  test('in another schema than public, beside strangers and what an extension brought', async () => {
    await using database = await openDatabase('shop');
    await database.query(
      'CREATE SCHEMA shop; CREATE SCHEMA other; CREATE TABLE other.theirs (id int); CREATE EXTENSION IF NOT EXISTS citext',
    );
    const init = file(
      'CREATE TABLE "A" ("id" SERIAL NOT NULL, "mail" CITEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));',
    );
    await database.query(init.sql);
    expect(await database.drift([init])).toEqual(none);
  });

  test('while rows of the history table and its own look are there', async () => {
    await using database = await openDatabase();
    await database.query('CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY)');
    expect(await database.drift([])).toEqual(none);
  });
});

describe('drift', () => {
  const init = file(`CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
    CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" VARCHAR(80) NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', "note" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
    CREATE TABLE "Post" ("id" INTEGER NOT NULL, "userId" INTEGER NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
    CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
    CREATE INDEX "User_note_idx" ON "User"("note");
    CREATE VIEW "Names" AS SELECT 1 AS one;
    ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`);
  const meddling: readonly (readonly [string, Partial<Drift>])[] = [
    ['DROP TABLE "Post"', { differences: ['table "Post" is gone'] }],
    ['DROP VIEW "Names"', { differences: ['view "Names" is gone'] }],
    [
      'ALTER TABLE "User" DROP COLUMN "note"',
      { differences: ['column "User".note is gone', 'index "User_note_idx" on "User" is gone'] },
    ],
    ['ALTER TABLE "User" ADD COLUMN extra int', { differences: ['column "User".extra integer was added'] }],
    [
      'ALTER TABLE "User" ALTER COLUMN note SET NOT NULL',
      { differences: ['column "User".note is NOT NULL, the migrations take NULL'] },
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN email DROP NOT NULL',
      { differences: ['column "User".email takes NULL, the migrations say NOT NULL'] },
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN email TYPE varchar(120)',
      { differences: ['column "User".email is varchar(120), the migrations say varchar(80)'] },
    ],
    [
      `ALTER TABLE "User" ALTER COLUMN role SET DEFAULT 'ADMIN'`,
      { differences: ['column "User".role has the default ADMIN, the migrations say USER'] },
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN id DROP DEFAULT',
      { differences: ['column "User".id has no default, the migrations give one'] },
    ],
    ['DROP INDEX "User_email_key"', { differences: ['unique index "User_email_key" on "User" is gone'] }],
    [
      'ALTER INDEX "User_note_idx" RENAME TO by_note',
      { differences: ['index "User_note_idx" on "User" is called by_note now'] },
    ],
    [
      'DROP INDEX "User_note_idx"; CREATE INDEX "User_note_idx" ON "User" (email)',
      { differences: ['index "User_note_idx" on "User" is not the one of the migrations'] },
    ],
    [
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"User_note_idx"'::regclass`,
      { differences: ['index "User_note_idx" on "User" is invalid: it was never finished'] },
    ],
    [
      'CREATE UNIQUE INDEX only_once ON "Post" ("userId")',
      { differences: ['unique index only_once on "Post" was added'] },
    ],
    ['CREATE INDEX by_user ON "Post" ("userId")', { undeclared: ['index by_user on "Post"'] }],
    [
      "CREATE TABLE backup_of_posts (id int); CREATE TYPE mood AS ENUM ('ok')",
      { undeclared: ['table backup_of_posts', 'enum mood'] },
    ],
    [
      'ALTER TABLE "Post" DROP CONSTRAINT "Post_userId_fkey"',
      { differences: ['foreign key "Post_userId_fkey" of "Post" is gone'] },
    ],
    [
      'ALTER TABLE "Post" DROP CONSTRAINT "Post_userId_fkey", ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" (id) ON DELETE CASCADE',
      { differences: ['foreign key "Post_userId_fkey" of "Post" is not the one of the migrations'] },
    ],
    ['ALTER TABLE "Post" ADD CHECK (id > 0)', { differences: ['check "Post_id_check" of "Post" was added'] }],
    [
      `ALTER TYPE "Role" RENAME VALUE 'ADMIN' TO 'BOSS'`,
      {
        differences: [`enum "Role" lacks the value 'ADMIN'`, `enum "Role" has the value 'BOSS', no migration added it`],
      },
    ],
  ];

  test('is named exactly', async () => {
    await using database = await openDatabase();
    await database.query(init.sql);
    for (const [sql, found] of meddling) {
      await database.query(`BEGIN; ${sql}`);
      expect({ sql, ...(await database.drift([init])) }).toEqual({ sql, ...none, ...found });
      await database.query('ROLLBACK');
    }
  });

  const unclear: readonly (readonly [string, string, 'seen' | 'not seen'])[] = [
    [`DO $$ BEGIN ALTER TABLE "Post" ADD COLUMN x int; END $$;`, 'a DO block', 'seen'],
    [`DO $$ BEGIN EXECUTE 'SELECT 1'; END $$;`, 'a DO block with dynamic SQL', 'not seen'],
    [
      `CREATE FUNCTION meddle() RETURNS void LANGUAGE sql AS 'SELECT 1';\nSELECT meddle();`,
      'calls meddle()',
      'not seen',
    ],
    ['CREATE TABLE copy (LIKE "Post" INCLUDING ALL);', 'CREATE TABLE … LIKE', 'seen'],
  ];
  test.each(unclear)('is not denied where a file does what its text does not show: %s', async (sql, doubt, other) => {
    await using database = await openDatabase();
    const next = file(sql, '2_next');
    await database.query(init.sql);
    await database.query(sql);
    await database.query('ALTER TABLE "User" DROP COLUMN note');
    const { differences, undeclared, unsure } = await database.drift([init, next]);
    expect(unsure).toEqual([expect.stringMatching(/^2_next, line [12]: /)]);
    expect(unsure[0]).toContain(doubt);
    expect(differences.includes('column "User".note is gone')).toBe(other === 'seen');
    expect([...differences, ...undeclared].join()).not.toMatch(/Post|copy/);
  });

  test('is not denied where a file cannot be read', async () => {
    await using database = await openDatabase();
    expect(await database.drift([file('CREATE TABEL x ();')])).toEqual({
      ...none,
      unsure: [expect.stringMatching(/^1_init, line 1: syntax error/)],
    });
  });
});

/** Each way in which Prisma changes a schema, as its differ words it. */
const prismaHistory = [
  `CREATE SCHEMA IF NOT EXISTS "crm";
-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'ROOT');
CREATE TYPE "crm"."Stage" AS ENUM ('NEW', 'WON');
-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL, "big" BIGSERIAL NOT NULL, "small" SMALLSERIAL NOT NULL, "uuid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" VARCHAR(255) NOT NULL, "name" TEXT NOT NULL DEFAULT 'it''s', "role" "Role" NOT NULL DEFAULT 'USER',
    "roles" "Role"[] DEFAULT ARRAY['USER', 'ADMIN']::"Role"[], "tags" TEXT[] DEFAULT ARRAY[]::TEXT[], "code" CHAR(4) DEFAULT 'ab',
    "on" BOOLEAN NOT NULL DEFAULT true, "f" DOUBLE PRECISION NOT NULL DEFAULT 1.50, "r" REAL DEFAULT -0.5, "n" DECIMAL(65,30) NOT NULL DEFAULT 1.5,
    "n10" DECIMAL(10) DEFAULT 7, "neg" INTEGER NOT NULL DEFAULT -1, "b" BYTEA, "bits" BIT(3) DEFAULT B'101', "vb" VARBIT(5), "j" JSONB NOT NULL DEFAULT '{"a":1}',
    "json" JSON, "x" XML, "ip" INET, "money" MONEY, "d" DATE, "t" TIME(3), "tz" TIMETZ(6), "ts" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tstz" TIMESTAMPTZ(6) DEFAULT '2020-01-01 00:00:00 +00:00', "oid" OID, "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "crm"."Lead" ("id" TEXT NOT NULL, "stage" "crm"."Stage" NOT NULL DEFAULT 'NEW', "userId" INTEGER, CONSTRAINT "Lead_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_GroupToUser" ("A" TEXT NOT NULL, "B" INTEGER NOT NULL, CONSTRAINT "_GroupToUser_AB_pkey" PRIMARY KEY ("A","B"));
CREATE TABLE "Group" ("id" TEXT NOT NULL, "a" INTEGER, "b" INTEGER, CONSTRAINT "Group_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "User_name_role_idx" ON "User"("name" DESC, "role");
CREATE INDEX "User_j_idx" ON "User" USING GIN ("j" jsonb_path_ops);
CREATE INDEX "User_tags_idx" ON "User" USING GIN ("tags");
CREATE INDEX "_GroupToUser_B_index" ON "_GroupToUser"("B");
CREATE UNIQUE INDEX "Group_a_b_key" ON "Group"("a", "b");
CREATE INDEX "Group_a_idx" ON "Group" USING HASH ("a");
ALTER TABLE "crm"."Lead" ADD CONSTRAINT "Lead_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "_GroupToUser" ADD CONSTRAINT "_GroupToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_GroupToUser" ADD CONSTRAINT "_GroupToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
  `-- AlterEnum
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN', 'GUEST');
ALTER TABLE "public"."User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "roles" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TABLE "User" ALTER COLUMN "roles" TYPE "Role_new"[] USING ("roles"::text::"Role_new"[]);
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "public"."Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';
COMMIT;`,
  `ALTER TYPE "crm"."Stage" ADD VALUE 'LOST' BEFORE 'WON';
ALTER TYPE "crm"."Stage" RENAME VALUE 'NEW' TO 'FRESH';`,
  `-- AlterTable
ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN     "name" VARCHAR(80), ALTER COLUMN "email" DROP NOT NULL, ALTER COLUMN "email" SET DATA TYPE TEXT,
ALTER COLUMN "neg" SET DATA TYPE BIGINT, ALTER COLUMN "f" DROP DEFAULT, ALTER COLUMN "code" SET DEFAULT 'zz', ALTER COLUMN "d" SET NOT NULL;
-- DropForeignKey, DropIndex
ALTER TABLE "crm"."Lead" DROP CONSTRAINT "Lead_userId_fkey";
DROP INDEX "User_tags_idx";
ALTER TABLE "crm"."Lead" ADD CONSTRAINT "Lead_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE NO ACTION;`,
  `-- AlterSequence, int to serial and back
CREATE SEQUENCE group_a_seq;
ALTER TABLE "Group" ALTER COLUMN "a" SET DEFAULT nextval('group_a_seq');
ALTER SEQUENCE group_a_seq OWNED BY "Group"."a";
ALTER TABLE "User" ALTER COLUMN "small" DROP DEFAULT;
DROP SEQUENCE "User_small_seq";`,
  `-- RedefineTable, AlterTable (rename of keys and indexes), DropTable
ALTER TABLE "_GroupToUser" DROP CONSTRAINT "_GroupToUser_B_fkey";
ALTER TABLE "crm"."Lead" DROP CONSTRAINT "Lead_userId_fkey";
ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ADD CONSTRAINT "User_pkey" PRIMARY KEY ("id", "big");
ALTER TABLE "Group" RENAME CONSTRAINT "Group_pkey" TO "pk_group";
ALTER INDEX "Lead_pkey" RENAME TO "whatever";`.replace('"Lead_pkey"', '"crm"."Lead_pkey"'),
  `ALTER INDEX "Group_a_b_key" RENAME TO "uq_ab";
ALTER TABLE "Group" RENAME TO "Team";
ALTER TABLE "Team" RENAME COLUMN "b" TO "c";
DROP TABLE "_GroupToUser";
CREATE VIEW "Names" AS SELECT "name" FROM "User";
CREATE EXTENSION IF NOT EXISTS "citext";
ALTER TABLE "Team" ADD COLUMN "mail" CITEXT NOT NULL DEFAULT 'x', ADD COLUMN "sum" INTEGER GENERATED ALWAYS AS ("a" + 1) STORED, ADD COLUMN "gen" INTEGER GENERATED BY DEFAULT AS IDENTITY;
ALTER TABLE "Team" ADD CONSTRAINT "Team_a_check" CHECK ("a" > 0), ADD CHECK ("a" < "c");
CREATE UNIQUE INDEX CONCURRENTLY_NOT ON "Team" (lower("mail")) WHERE "a" > 1;
CREATE INDEX ON "Team" ("c");
COMMENT ON TABLE "Team" IS 'x';
INSERT INTO "Team" ("id", "a") VALUES ('x', 2);
SELECT setval('group_a_seq', 7);`,
  `CREATE TABLE "ThisIsAnExtremelyLongModelNameThatGoesOnForQuiteAWhileIndeed" ("id" INTEGER NOT NULL);
CREATE INDEX "ThisIsAnExtremelyLongModelNameThatGoesOnForQuiteAWhileIndeed_id_idx" ON "ThisIsAnExtremelyLongModelNameThatGoesOnForQuiteAWhileIndeed"("id");
CREATE TABLE "Log" ("id" BIGINT NOT NULL, "at" DATE NOT NULL, "userId" INTEGER, CONSTRAINT "Log_pkey" PRIMARY KEY ("id", "at")) PARTITION BY RANGE ("at");
CREATE TABLE "Log_1" PARTITION OF "Log" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Log_2" PARTITION OF "Log" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX "Log_userId_idx" ON "Log" ("userId");
ALTER TABLE "Log" ADD COLUMN "note" TEXT;
CREATE TABLE "Note" ("id" BIGINT NOT NULL, "at" DATE NOT NULL);
ALTER TABLE "Note" ADD CONSTRAINT "Note_fkey" FOREIGN KEY ("id", "at") REFERENCES "Log" ("id", "at");`,
];
