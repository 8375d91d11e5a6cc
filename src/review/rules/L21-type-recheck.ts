import type { ChangeOf } from '../changes/change.ts';
import { sqlType } from '../changes/type-ref.ts';
import { forecastType, type TypeForecast } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { checkSql, indexSql, inFiles } from './remedies.ts';
import { label, type Rule, type Scene, tableIn } from './rule.ts';

export const typeRecheck: Rule = {
  id: 'L21',
  tier: 'lock',
  title: "A column's new type checks rows or builds indexes again",
  why: 'The table is not rewritten, but a CHECK on the column is measured against every row, and indexes whose expression or WHERE names it are built anew, all under AccessExclusive.',
  locks: 'AccessExclusive while every row is read, or the named indexes are built.',
  source: 'measured on PostgreSQL 15',
  example: {
    schema: "CREATE TABLE orders (id int, note varchar(20), memo varchar(20), CHECK (note <> ''));",
    bad: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);',
    good: 'ALTER TABLE orders ALTER COLUMN memo TYPE varchar(40);',
  },
  cases: {
    schema: 'CREATE TABLE orders (id int PRIMARY KEY, a text);CREATE INDEX e ON orders (a);',
    flagged: [
      {
        schema: "CREATE TABLE orders (id int PRIMARY KEY, a varchar(20) CHECK (a <> ''));",
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE varchar(40)',
      },
      {
        schema: "CREATE TABLE orders (id int PRIMARY KEY, a varchar(20));CREATE INDEX p ON orders (id) WHERE a = 'x';",
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE text',
      },
      {
        schema: 'CREATE TABLE orders (id int PRIMARY KEY, a varchar(20));CREATE INDEX e ON orders (lower(a));',
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE text',
      },
      'ALTER TABLE orders ALTER COLUMN a TYPE citext',
      'ALTER TABLE orders ALTER COLUMN a TYPE text COLLATE "C"',
    ],
    safe: [
      {
        schema: 'CREATE TABLE orders (id int PRIMARY KEY, a varchar(20));CREATE INDEX e ON orders (a, id);',
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE text',
      },
      {
        schema: 'CREATE TABLE orders (id int PRIMARY KEY, a text);',
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE citext',
      },
      {
        schema:
          "CREATE TABLE orders (id int PRIMARY KEY, a varchar(20));ALTER TABLE orders ADD CHECK (a <> '') NOT VALID;",
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE text',
      },
    ],
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
    const remedy = inFiles(...around(scene, change, { rebuilt, rechecked }));
    return [{ severity: 'risky', message, remedy, relation: change.table, timed: true }];
  },
};

/** Indexes and checks out of the way, the change, and both back without a strong lock. */
function around(
  scene: Scene,
  change: ChangeOf<'alter-type'>,
  { rebuilt, rechecked }: Pick<TypeForecast, 'rebuilt' | 'rechecked'>,
): readonly string[] {
  const { table } = change;
  const known = tableIn(scene, table);
  const target = `ALTER TABLE ${sqlName(table)}`;
  const indexes = (known?.indexes ?? []).filter(({ name }) => rebuilt.includes(name));
  const checks = (known?.constraints ?? []).flatMap((one) =>
    one.kind === 'check' && rechecked.includes(one.name) ? [one] : [],
  );
  const dropped = checks.map(({ name }) => `${target} DROP CONSTRAINT ${quoted(name)};`);
  return [
    ...indexes.map(({ name }) => `DROP INDEX CONCURRENTLY ${sqlName({ ...table, name })};`),
    [...dropped, `${target} ALTER COLUMN ${quoted(change.column)} TYPE ${sqlType(change.type)};`].join('\n'),
    ...indexes.map((index) => indexSql({ table, index }, { concurrently: true })),
    ...checks.flatMap((one) => [
      `${target} ADD CONSTRAINT ${quoted(one.name)} ${checkSql(one)} NOT VALID;`,
      `${target} VALIDATE CONSTRAINT ${quoted(one.name)};`,
    ]),
  ];
}
