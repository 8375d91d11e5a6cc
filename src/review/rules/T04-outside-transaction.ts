import { isDoBlock } from '../changes/do-block.ts';
import { isTransactional } from '../forecast/forecast.ts';
import { isAlone, type Rule } from './rule.ts';

export const outsideTransaction: Rule = {
  id: 'T04',
  tier: 'transaction',
  title: 'A statement that cannot run in a transaction',
  why: 'VACUUM, REINDEX DATABASE, CREATE DATABASE, ALTER SYSTEM and their kind fail with 25001 beside other statements.',
  versions: 'ALTER TYPE … ADD VALUE only before PostgreSQL 12. Prisma before 7.4 sends a file as one query.',
  source: 'SQLSTATE 25001; measured on PostgreSQL 15',
  example: { bad: 'VACUUM orders;\nSELECT 1;', good: 'VACUUM orders;' },
  cases: {
    flagged: [
      'VACUUM; SELECT 1;',
      'DO $$ BEGIN VACUUM a; END $$',
      'BEGIN; ALTER SYSTEM SET a = 1; COMMIT;',
      'CREATE DATABASE a; CREATE DATABASE b;',
      'REINDEX DATABASE shop; SELECT 1;',
      "CREATE SUBSCRIPTION s CONNECTION 'host=a' PUBLICATION p; SELECT 1;",
      'DROP SUBSCRIPTION s; SELECT 1;',
      'ALTER DATABASE shop SET TABLESPACE fast; SELECT 1;',
      { serverVersion: 11, sql: "ALTER TYPE s ADD VALUE 'x'; SELECT 1;" },
    ],
    safe: ['VACUUM (ANALYZE) a', 'ANALYZE a; SELECT 1;', 'CREATE DATABASE a'],
  },
  applies: (scene) => {
    const { change, catalog, place } = scene;
    if (isTransactional(catalog, change) || ('concurrently' in change && change.concurrently)) return [];
    const inBlock = place.inBlock[place.position] === true || isDoBlock(place.changes[place.position] ?? []);
    if (!inBlock && (place.atomicity === 'statement' || isAlone(scene))) {
      const note = 'This runs outside a transaction: where it fails, what it has done so far stays.';
      return [{ severity: 'safe', message: note, remedy: '-- it stays alone in its file', relation: null }];
    }
    const severity = inBlock || place.atomicity === 'file' ? 'blocked' : 'caution';
    return [
      {
        severity,
        message: 'This fails here (25001): it cannot run in a transaction, and this file runs as one.',
        remedy: '-- Put this statement alone into a migration file of its own.',
        relation: null,
      },
    ];
  },
};
