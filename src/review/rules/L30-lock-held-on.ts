import { keyOf } from '../catalog/catalog.ts';
import type { Name } from '../names.ts';
import { atLeast } from '../order.ts';
import { heldNames, isNewHere, type Rule, type Scene, samePlace } from './rule.ts';

export const lockHeldOn: Rule = {
  id: 'L30',
  tier: 'lock',
  title: 'A lock is kept while other statements run',
  why: 'AccessExclusive is held until the transaction ends: what comes after it in the same file prolongs it.',
  locks: 'AccessExclusive of an earlier statement, until COMMIT.',
  source: 'PostgreSQL manual, Explicit Locking; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN note text;\nSELECT count(*) FROM users;',
    good: 'ALTER TABLE orders ADD COLUMN note text;',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD COLUMN a int; CREATE INDEX i ON users (id);',
      'ALTER TABLE orders DROP COLUMN a; SELECT count(*) FROM users;',
      'BEGIN; ALTER TABLE orders RENAME COLUMN a TO b; ALTER TABLE users VALIDATE CONSTRAINT c; COMMIT;',
      'ALTER TABLE a ADD COLUMN x int; ALTER TABLE b ADD COLUMN x int;',
    ],
    safe: [
      'CREATE TABLE a (id int); SELECT count(*) FROM users;',
      'BEGIN; ALTER TABLE orders ADD COLUMN a int; COMMIT; SELECT count(*) FROM users;',
      '-- 1.sql\nALTER TABLE orders ADD COLUMN a int;\n-- 2.sql\nSELECT count(*) FROM users;',
      'ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ALTER COLUMN b TYPE bigint;',
    ],
  },
  applies: (scene) => {
    const { first, place, touches, change } = scene;
    const { held } = place;
    const [relation] = held.first;
    if (
      !first ||
      relation === undefined ||
      locksThemItself(scene) ||
      change.kind === 'transaction' ||
      change.kind === 'set'
    )
      return [];
    const others = touches.filter(({ relation: one }) => !isNewHere(scene, one) && isThere(scene, one));
    const heavy = others.some(({ work }) => work !== 'metadata');
    const waits = others.some(
      ({ lock, relation: one }) =>
        atLeast(lock, 'ShareUpdateExclusive') && !held.first.some((has) => samePlace(scene, has, one)),
    );
    if (!heavy && (!waits || held.count > held.first.length)) return [];
    const names = heldNames(scene, held);
    const remedy = '-- Put this statement into the next migration file.';
    const severity = place.atomicity === 'unknown' && place.inBlock[place.position] !== true ? 'safe' : 'caution';
    return [
      {
        severity,
        message: `${names} stays locked against reads and writes while this ${heavy ? 'runs' : 'waits for its own lock'}.`,
        remedy,
        relation,
        timed: true,
      },
    ];
  },
};

/** What a statement makes itself is not there to wait for. */
function isThere({ change, catalog }: Scene, name: Name): boolean {
  return change.kind !== 'create-table' || keyOf(catalog, change.table) !== keyOf(catalog, name);
}

/** Whether the statement would lock all of them by itself: that they are locked already is no news. */
function locksThemItself(scene: Scene): boolean {
  const { held } = scene.place;
  const own = scene.touches.filter(({ lock }) => lock === 'AccessExclusive');
  return (
    held.count === held.first.length &&
    held.first.every((name) => own.some(({ relation }) => samePlace(scene, relation, name)))
  );
}
