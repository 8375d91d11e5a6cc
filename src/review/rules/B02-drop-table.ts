import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const dropTable: Rule = {
  id: 'B02',
  tier: 'compat',
  title: 'A table is dropped',
  why: 'Running code that uses it fails, and its data is gone. Renamed and kept for some days, it can be brought back.',
  locks: 'AccessExclusive for an instant, also on tables that refer to it.',
  source: 'PostgreSQL manual, DROP TABLE; measured on PostgreSQL 15',
  example: { bad: 'DROP TABLE orders;', good: 'CREATE TABLE orders (id int);' },
  cases: {
    flagged: [
      "DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$",
      'DROP TABLE IF EXISTS a, "B"',
      'drop materialized view shop.totals',
      'DROP FOREIGN TABLE far',
    ],
    safe: ['CREATE TEMP TABLE x (id int); DROP TABLE x;', 'CREATE TABLE x (id int); DROP TABLE IF EXISTS x;'],
  },
  applies: (scene) => {
    const { change } = scene;
    const dropped =
      change.kind === 'drop-table'
        ? change.tables
        : change.kind === 'drop' && change.what === 'materialized-view'
          ? change.names
          : [];
    return dropped.map((table) => ({
      severity: 'risky',
      message: `Dropping ${label(scene, table)} breaks running code that uses it, and its data is lost.`,
      remedy: `-- when no running code uses it\nALTER TABLE ${sqlName(table)} RENAME TO ${quoted(`${table.name}_old`)};\n-- and drop it some days later`,
      relation: table,
    }));
  },
};
