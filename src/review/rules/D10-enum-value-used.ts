import { literal, sqlName } from '../names.ts';
import { within } from '../parse/walk.ts';
import { earlierOfKind, type Rule, type Scene } from './rule.ts';

export const enumValueUsed: Rule = {
  id: 'D10',
  tier: 'transaction',
  title: 'A new enum value is used in its own transaction',
  why: 'PostgreSQL refuses it with 55P04 until the transaction that added it has ended. Prisma writes both into one file when a default changes to the new value.',
  versions: 'Before PostgreSQL 12 ADD VALUE cannot run in a transaction at all.',
  source: 'SQLSTATE 55P04; measured on PostgreSQL 15',
  example: {
    bad: "ALTER TYPE state ADD VALUE 'gone';\nALTER TABLE orders ALTER COLUMN state SET DEFAULT 'gone';",
    good: "ALTER TYPE state ADD VALUE 'gone';",
  },
  cases: {
    flagged: [
      "ALTER TYPE s ADD VALUE 'x'; UPDATE t SET a = 'x' WHERE id = 1;",
      "ALTER TYPE s ADD VALUE IF NOT EXISTS 'x' AFTER 'y'; INSERT INTO t VALUES (1, 'x');",
      'BEGIN; ALTER TYPE "S" ADD VALUE \'X\'; ALTER TABLE "T" ADD COLUMN a "S" NOT NULL DEFAULT \'X\'; COMMIT;',
      "ALTER TYPE s ADD VALUE 'x'; CREATE INDEX i ON t (a) WHERE b = 'x';",
    ],
    safe: [
      "-- 1.sql\nALTER TYPE s ADD VALUE 'x';\n-- 2.sql\nUPDATE t SET a = 'x' WHERE id = 1;",
      "CREATE TYPE s AS ENUM ('a'); ALTER TYPE s ADD VALUE 'x'; CREATE TABLE t (a s DEFAULT 'x');",
      "BEGIN; ALTER TYPE s ADD VALUE 'x'; COMMIT; UPDATE t SET a = 'x' WHERE id = 1;",
      "ALTER TYPE s ADD VALUE 'x'; COMMENT ON TYPE s IS 'x';",
    ],
  },
  applies: (scene) => {
    const { change, place } = scene;
    const added = earlierOfKind(scene, 'add-enum-value');
    if (added.length === 0) return [];
    const created = earlierOfKind(scene, 'create-enum').map(({ type }) => type.name);
    const used = usedTexts(scene);
    const found = added.find((one) => used.includes(one.value) && !created.includes(one.type.name));
    if (found === undefined || change.kind === 'add-enum-value' || change.kind === 'create-enum') return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true;
    const message = `${literal(found.value)} was added to ${sqlName(found.type)} in this very transaction: using it fails (55P04).`;
    const remedy = '-- Put this statement into the next migration file.';
    return [{ severity: certain ? 'blocked' : 'caution', message, remedy, relation: null }];
  },
};

/** The string literals of the statement. */
function usedTexts({ node }: Scene): readonly string[] {
  return within(node(), 'A_Const').flatMap(({ sval }) => (sval === undefined ? [] : [sval.sval ?? '']));
}
