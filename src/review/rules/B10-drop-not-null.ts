import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const dropNotNull: Rule = {
  id: 'B10',
  tier: 'compat',
  title: 'A column may be NULL from now on',
  why: 'Running code takes it for required and fails when it reads a NULL that new code has written.',
  locks: 'AccessExclusive for an instant.',
  source: 'PostgreSQL manual, ALTER TABLE',
  example: {
    schema: 'CREATE TABLE orders (id int, state text NOT NULL, note text);',
    bad: 'ALTER TABLE orders ALTER COLUMN state DROP NOT NULL;',
    good: 'ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;',
  },
  cases: {
    flagged: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'alter table orders alter total drop not null',
      },
      'ALTER TABLE "A" ALTER COLUMN "x" DROP NOT NULL',
      'ALTER DOMAIN shop.mail DROP NOT NULL',
    ],
    safe: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER note DROP NOT NULL',
      },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'alter-domain' && change.action === 'drop-not-null') {
      const message = `Running code that takes columns of ${sqlName(change.domain)} for required may meet NULL.`;
      return [{ severity: 'caution', message, remedy: '-- first deploy code that can read NULL', relation: null }];
    }
    if (change.kind !== 'drop-not-null') return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    if (column?.nullable === true) return [];
    const message = `Running code that takes ${quoted(change.column)} of ${label(scene, change.table)} for required may meet NULL.`;
    const remedy = `-- first deploy code that can read NULL, then:\n-- ALTER TABLE ${sqlName(change.table)} ALTER COLUMN ${quoted(change.column)} DROP NOT NULL;`;
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};
