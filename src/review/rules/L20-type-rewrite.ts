import { sqlType } from '../changes/type-ref.ts';
import { forecastType } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const typeRewrite: Rule = {
  id: 'L20',
  tier: 'lock',
  title: "A column's new type rewrites the whole table",
  why: 'Table and all indexes are written anew under AccessExclusive. Only some widenings are free: varchar to a longer one or text, numeric of the same scale, timestamp to a finer one.',
  example: {
    schema: 'CREATE TABLE orders (id int, note varchar(20));',
    bad: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
    good: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'alter-type') return [];
    const { work, known } = forecastType(catalog, tableIn(scene, change.table), change);
    if (work !== 'rewrite') return [];
    const column = quoted(change.column);
    const type = sqlType(change.type);
    const message = known
      ? `Changing ${column} to ${type} rewrites ${label(scene, change.table)} and its indexes while nobody can read or write it.`
      : `Changing ${column} to ${type} may rewrite ${label(scene, change.table)} while nobody can read or write it; its present type is not known here.`;
    const fresh = quoted(`${change.column}_new`);
    const remedy = `ALTER TABLE ${sqlName(change.table)} ADD COLUMN ${fresh} ${type};\n-- write both columns (in code or by a trigger), fill the old rows in batches, read the new one,\n-- then, when no old code runs, drop ${column}`;
    return [
      {
        severity: known || change.using !== null ? 'risky' : 'caution',
        message,
        remedy,
        relation: change.table,
        timed: true,
      },
    ];
  },
};
