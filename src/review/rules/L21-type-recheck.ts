import { forecastType } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const typeRecheck: Rule = {
  id: 'L21',
  tier: 'lock',
  title: "A column's new type checks rows or builds indexes again",
  why: 'The table is not rewritten, but a CHECK on the column is measured against every row, and indexes whose expression or WHERE names it are built anew, all under AccessExclusive.',
  example: {
    schema: "CREATE TABLE orders (id int, note varchar(20), memo varchar(20), CHECK (note <> ''));",
    bad: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);',
    good: 'ALTER TABLE orders ALTER COLUMN memo TYPE varchar(40);',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'alter-type') return [];
    const { work, rechecked, rebuilt } = forecastType(catalog, tableIn(scene, change.table), change);
    if (work !== 'scan' && work !== 'index-build') return [];
    const parts = [
      rebuilt.length > 0 ? `builds ${rebuilt.map(quoted).join(', ')} anew` : '',
      rechecked.length > 0 ? `checks every row against ${rechecked.map(quoted).join(', ')}` : '',
    ].filter((part) => part !== '');
    const message = `Changing the type of ${quoted(change.column)} ${parts.join(' and ')} while nobody can read or write ${label(scene, change.table)}.`;
    const drops = rebuilt.map((index) => `DROP INDEX CONCURRENTLY ${sqlName({ ...change.table, name: index })};`);
    const checks = rechecked.map((name) => `ALTER TABLE ${sqlName(change.table)} DROP CONSTRAINT ${quoted(name)};`);
    const remedy = [
      '-- before, each CONCURRENTLY alone in its file',
      ...drops,
      ...checks,
      '-- after: build the indexes CONCURRENTLY, add the checks NOT VALID and validate them',
    ].join('\n');
    return [{ severity: 'risky', message, remedy, relation: change.table, timed: true }];
  },
};
