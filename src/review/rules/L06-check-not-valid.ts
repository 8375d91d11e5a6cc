import { provenNotNull } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const checkValidated: Rule = {
  id: 'L06',
  tier: 'lock',
  title: 'A CHECK reads the whole table under the strongest lock',
  why: 'Added NOT VALID it is brief; VALIDATE CONSTRAINT then reads the rows while the application goes on.',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;',
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
    const what = constraint.kind === 'check' ? 'CHECK (…)' : `NOT NULL ${constraint.columns.map(quoted).join(', ')}`;
    const remedy = `-- first file\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} ${what} NOT VALID;\n-- second file\nALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${name};`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
