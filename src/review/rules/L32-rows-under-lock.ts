import { heldNames, isNewHere, label, type Rule } from './rule.ts';

export const rowsUnderLock: Rule = {
  id: 'L32',
  tier: 'lock',
  title: 'Rows are changed while a strong lock is held',
  why: 'A schema change and a data change in one transaction: the table stays locked for as long as the rows take.',
  locks: 'AccessExclusive of an earlier statement, until COMMIT.',
  source: 'PostgreSQL manual, Explicit Locking',
  example: {
    bad: "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'new' WHERE id < 100;",
    good: "UPDATE orders SET state = 'new' WHERE id < 100;",
  },
  cases: {
    flagged: [
      "ALTER TABLE orders ADD COLUMN s text; UPDATE orders SET s = 'x' WHERE s IS NULL;",
      'DROP INDEX i; DELETE FROM orders WHERE id = 1;',
      'ALTER TABLE users ADD COLUMN a int; INSERT INTO archive SELECT * FROM orders;',
      'ALTER TABLE orders ADD COLUMN a int; WITH gone AS (DELETE FROM users WHERE id = 1 RETURNING id) SELECT count(*) FROM gone;',
    ],
    safe: [
      "-- 1.sql\nALTER TABLE orders ADD COLUMN s text;\n-- 2.sql\nUPDATE orders SET s = 'x' WHERE id < 9;",
      "CREATE TABLE kinds (name text); INSERT INTO kinds VALUES ('a'); UPDATE orders SET a = 1 WHERE id = 1;",
      "ALTER TABLE kinds ADD COLUMN a int; INSERT INTO kinds VALUES ('b', 1);",
    ],
  },
  applies: (scene) => {
    const { change, place } = scene;
    const copies = change.kind === 'insert' && change.reads.length > 0;
    if (change.kind !== 'update' && change.kind !== 'delete' && change.kind !== 'merge' && !copies) return [];
    const { held } = place;
    const [relation] = held.first;
    if (relation === undefined || isNewHere(scene, change.table)) return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true;
    const message = `${heldNames(scene, held)} stays locked against reads and writes while the rows of ${label(scene, change.table)} are changed.`;
    const remedy = '-- Put the change of rows into a file of its own, or better into a backfill in batches.';
    return [{ severity: certain ? 'risky' : 'caution', message, remedy, relation, timed: true }];
  },
};
