import { quoted } from '../names.ts';
import { label, type Rule } from './rule.ts';

/** How a function or type that goes to another schema is read. */
const movesToSchema = 'ALTER … SET SCHEMA';

export const renameSchema: Rule = {
  id: 'B05',
  tier: 'compat',
  title: 'A table moves to another schema, or a schema is renamed',
  why: 'Running copies of the old code look in the old place and fail.',
  locks: 'AccessExclusive for an instant.',
  source: 'SQLSTATE 42P01',
  example: { bad: 'ALTER TABLE orders SET SCHEMA shop;', good: 'CREATE SCHEMA shop;' },
  cases: {
    flagged: [
      'ALTER SCHEMA shop RENAME TO store',
      'ALTER TABLE "Order" SET SCHEMA archive',
      'ALTER VIEW v SET SCHEMA archive',
      'ALTER FUNCTION f(int) SET SCHEMA archive',
      'ALTER TYPE state SET SCHEMA archive',
    ],
    safe: ['CREATE SCHEMA IF NOT EXISTS shop', 'CREATE TABLE a (id int); ALTER TABLE a SET SCHEMA archive;'],
  },
  applies: (scene) => {
    const { change } = scene;
    const remedy = '-- leave it where it is, or put a view in the old place in the same file';
    if (change.kind === 'rename-schema') {
      const message = `Running code that uses the schema ${quoted(change.schema)} fails once it is called ${quoted(change.to)}.`;
      return [{ severity: 'risky', message, remedy, relation: null }];
    }
    if (change.kind === 'other' && change.node === movesToSchema) {
      const message = 'Running code that looks for this in its old schema fails once it has moved.';
      return [{ severity: 'risky', message, remedy, relation: null }];
    }
    if (change.kind !== 'set-table-schema') return [];
    const message = `Running code that uses ${label(scene, change.table)} fails once it stands in ${quoted(change.to)}.`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
