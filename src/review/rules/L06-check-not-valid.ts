import { provenNotNull } from '../forecast/columns.ts';
import { quoted } from '../names.ts';
import { checkSql, inFiles, validatedLater } from './remedies.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const checkValidated: Rule = {
  id: 'L06',
  tier: 'lock',
  title: 'A CHECK reads the whole table under the strongest lock',
  why: 'Added NOT VALID it is brief; VALIDATE CONSTRAINT then reads the rows while the application goes on.',
  locks:
    'AccessExclusive while every row is read. Added NOT VALID: for an instant; VALIDATE CONSTRAINT takes ShareUpdateExclusive.',
  versions: 'NOT NULL as a constraint with NOT VALID from PostgreSQL 18 on.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD CHECK (total > 0)',
      'ALTER TABLE IF EXISTS ONLY "Order" ADD CONSTRAINT c CHECK (a > 0) NO INHERIT',
      'ALTER TABLE orders ADD COLUMN a int, ADD CONSTRAINT c CHECK (total > 0), ADD COLUMN b int',
      { serverVersion: 18, sql: 'ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note' },
    ],
    safe: [
      'CREATE TABLE a (x int CHECK (x > 0), CHECK (x < 9))',
      'CREATE TABLE a (x int); ALTER TABLE a ADD CHECK (x > 0);',
      { serverVersion: 18, sql: 'ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note NOT VALID' },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'add-constraint') return [];
    const { constraint, table } = change;
    if ((constraint.kind !== 'check' && constraint.kind !== 'not-null') || !constraint.valid) return [];
    const held = constraint.columns.every((column) => provenNotNull(scene.catalog, tableIn(scene, table), column));
    if (constraint.kind === 'not-null' && held) return [];
    const name = quoted(constraint.name);
    const message = `Adding ${name} blocks reads and writes of ${label(scene, table)} while every row is checked.`;
    const definition =
      constraint.kind === 'check' ? checkSql(constraint) : `NOT NULL ${constraint.columns.map(quoted).join(', ')}`;
    const remedy = inFiles(...validatedLater(table, constraint.name, definition));
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
