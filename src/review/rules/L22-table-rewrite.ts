import type { Name } from '../names.ts';
import { label, type Raised, type Rule, type Scene } from './rule.ts';

const options: ReadonlySet<string> = new Set(['tablespace', 'logged', 'unlogged', 'access-method']);

export const tableRewrite: Rule = {
  id: 'L22',
  tier: 'lock',
  title: 'A table is written anew',
  why: 'CLUSTER, VACUUM FULL, SET TABLESPACE, SET LOGGED, SET UNLOGGED and SET ACCESS METHOD copy the whole table under AccessExclusive.',
  locks: 'AccessExclusive while the table is copied.',
  source: 'PostgreSQL manual, CLUSTER, VACUUM, ALTER TABLE; measured on PostgreSQL 15',
  example: { bad: 'VACUUM FULL orders;', good: 'VACUUM orders;' },
  cases: {
    flagged: [
      'ALTER TABLE orders SET UNLOGGED',
      'ALTER TABLE shop.orders SET LOGGED, ADD COLUMN a int',
      'ALTER TABLE orders SET TABLESPACE fast',
      'CLUSTER orders USING i',
      'CLUSTER',
      'VACUUM (FULL, ANALYZE) orders, users',
      'ALTER INDEX i SET TABLESPACE fast',
      'ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b',
      { sql: 'ALTER TABLE orders SET ACCESS METHOD columnar' },
    ],
    safe: [
      'VACUUM (ANALYZE) orders',
      'ALTER TABLE orders SET (fillfactor = 70)',
      'ALTER TABLE orders CLUSTER ON i',
      'VACUUM (FULL off) orders',
      'CREATE TABLE a (id int); ALTER TABLE a SET UNLOGGED;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'other' && change.node === 'AlterTableMoveAll') return [raise(scene, 'SET TABLESPACE', null)];
    if (change.kind === 'cluster') return [raise(scene, 'CLUSTER', change.table)];
    if (change.kind === 'vacuum' && change.full) {
      return change.tables.length === 0
        ? [raise(scene, 'VACUUM FULL', null)]
        : change.tables.map((table) => raise(scene, 'VACUUM FULL', table));
    }
    // SET LOGGED of a table that is logged does nothing.
    const copied = scene.touches.some(({ work }) => work === 'rewrite');
    if (change.kind !== 'table-option' || !options.has(change.option) || !copied) return [];
    return [raise(scene, 'This change', change.table)];
  },
};

function raise(scene: Scene, what: string, table: Name | null): Raised {
  const where = table === null ? 'every table it may' : label(scene, table);
  const message = `${what} copies ${where} while nobody can read or write it.`;
  const remedy = '-- pg_repack does it while the application runs; otherwise choose a quiet hour and a lock_timeout.';
  return { severity: 'risky', message, remedy, relation: table, timed: true };
}
