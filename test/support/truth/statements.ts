import { clauses } from './clauses.ts';
import type { Dice } from './dice.ts';
import { sampleTypes } from './types.ts';
import type { World, WorldTable } from './world.ts';

type Form = (dice: Dice, world: World) => string;

const tableOf = (dice: Dice, world: World): string => dice.of(world.tables.map(({ name }) => name));
const columnOf = (dice: Dice, table: WorldTable | undefined): string =>
  dice.of((table?.columns ?? []).map(({ name }) => name));
const viewOf = (dice: Dice, world: World): string => dice.of(world.views.map(({ name }) => name));
const relationOf = (dice: Dice, world: World): string => (dice.once(5) ? viewOf(dice, world) : tableOf(dice, world));
const indexOf = (dice: Dice, world: World): string => dice.of(world.indexes.map(({ name }) => name));
const cascade = (dice: Dice): string => dice.of(['', '', ' CASCADE']);
const exists = (dice: Dice): string => dice.of(['', '', 'IF EXISTS ']);
const concurrently = (dice: Dice): string => (dice.once(12) ? ' CONCURRENTLY' : '');
const inTable =
  (make: (dice: Dice, table: WorldTable, world: World) => string): Form =>
  (dice, world) => {
    const table = dice.one(world.tables);
    return table === undefined ? '' : make(dice, table, world);
  };

const alter: Form = (dice, world) => {
  const table = dice.one(world.tables);
  if (table === undefined) return '';
  const count = dice.once(4) ? 2 + dice.throw(2) : 1;
  const kinds = Object.values(clauses);
  const some = Array.from({ length: count }, () => dice.one(kinds)?.({ dice, world, table }) ?? '');
  return `ALTER TABLE ${exists(dice)}${dice.once(6) ? 'ONLY ' : ''}${table.name} ${some.join(', ')}`;
};

const bound = (dice: Dice): string =>
  dice.of([
    'DEFAULT',
    'FOR VALUES FROM (100) TO (200)',
    `FOR VALUES IN (${Array.from({ length: 12 }, (_, at) => at + 101).join(', ')})`,
    'FOR VALUES FROM (300) TO (400)',
    'FOR VALUES IN (301)',
    'FOR VALUES WITH (MODULUS 3, REMAINDER 2)',
  ]);

const partition: Form = (dice, world) => {
  const parents = world.tables.filter(({ kind }) => kind === 'p');
  const parent = dice.one(parents);
  const child = dice.of(world.tables.filter((one) => one.parent === parent?.name).map(({ name }) => name));
  return dice.of([
    `ALTER TABLE ${parent?.name} ATTACH PARTITION ${parent?.name.replace(/"?$/, (end) => `_apart${end}`)} ${bound(dice)}`,
    `ALTER TABLE ${parent?.name} ATTACH PARTITION ${tableOf(dice, world)} ${bound(dice)}`,
    `ALTER TABLE ${parent?.name} DETACH PARTITION ${child}${concurrently(dice)}`,
    `CREATE TABLE part_made PARTITION OF ${parent?.name} ${bound(dice)}`,
    `CREATE TABLE part_made PARTITION OF ${parent?.name} ${bound(dice)} PARTITION BY LIST (id)`,
    `DROP TABLE ${child}${cascade(dice)}`,
  ]);
};

const createTable: Form = (dice, world) => {
  const type = dice.one(sampleTypes)?.type;
  const body = dice.of([
    `(id int PRIMARY KEY, a ${type})`,
    `(id int REFERENCES ${tableOf(dice, world)}${dice.of(['', ' (id)'])}, a ${type})`,
    `(LIKE ${tableOf(dice, world)} INCLUDING ALL)`,
    `() INHERITS (${tableOf(dice, world)})`,
    `AS SELECT * FROM ${relationOf(dice, world)}`,
    `AS SELECT * FROM ${relationOf(dice, world)} WITH NO DATA`,
    `(id int) PARTITION BY LIST (id)`,
  ]);
  return `CREATE ${dice.of(['', '', 'UNLOGGED ', 'TEMP '])}TABLE ${dice.of(['', 'IF NOT EXISTS '])}${dice.of(['fresh', 'fresh', 'app.fresh', tableOf(dice, world)])} ${body}`;
};

const createIndex = inTable((dice, table) => {
  const column = columnOf(dice, table);
  const what = dice.of([
    `(${column})`,
    `(lower(${column}))`,
    `(id) WHERE ${column} IS NOT NULL`,
    `((id + 1))`,
    `(id) INCLUDE (${column})`,
    `USING hash (${column})`,
  ]);
  return `CREATE ${dice.of(['', 'UNIQUE '])}INDEX${concurrently(dice)} ${dice.of(['', 'made_i ', 'IF NOT EXISTS made_i '])}ON ${dice.once(6) ? 'ONLY ' : ''}${table.name} ${what}`;
});

const rename: Form = (dice, world) => {
  const table = dice.one(world.tables);
  return dice.of([
    `ALTER TABLE ${table?.name} RENAME TO renamed`,
    `ALTER TABLE ${table?.name} RENAME COLUMN ${columnOf(dice, table)} TO renamed`,
    `ALTER TABLE ${table?.name} RENAME CONSTRAINT ${dice.of((table?.constraints ?? []).map(({ name }) => name))} TO renamed`,
    `ALTER INDEX ${indexOf(dice, world)} RENAME TO renamed`,
    `ALTER VIEW ${viewOf(dice, world)} RENAME TO renamed`,
    `ALTER MATERIALIZED VIEW ${viewOf(dice, world)} RENAME TO renamed`,
    `ALTER TABLE ${table?.name} SET SCHEMA ${dice.of(['app', 'public'])}`,
    `ALTER VIEW ${viewOf(dice, world)} SET SCHEMA app`,
    `ALTER TYPE ${dice.of(world.enums.map(({ name }) => name))} RENAME TO renamed`,
    `ALTER DOMAIN ${dice.of(world.domains.map(({ name }) => name))} RENAME TO renamed`,
    `ALTER SEQUENCE ${dice.of(world.sequences)} RENAME TO renamed`,
    `ALTER SCHEMA app RENAME TO renamed`,
    `ALTER VIEW ${viewOf(dice, world)} RENAME COLUMN id TO renamed`,
  ]);
};

const types: Form = (dice, world) => {
  const domain = dice.one(world.domains);
  const mood = dice.one(world.enums);
  return dice.of([
    `ALTER DOMAIN ${domain?.name} ADD CONSTRAINT sized CHECK (VALUE IS NOT NULL)`,
    `ALTER DOMAIN ${domain?.name} ADD CONSTRAINT sized CHECK (VALUE IS NOT NULL) NOT VALID`,
    `ALTER DOMAIN ${domain?.name} SET NOT NULL`,
    `ALTER DOMAIN ${domain?.name} DROP NOT NULL`,
    `ALTER DOMAIN ${domain?.name} SET DEFAULT NULL`,
    `ALTER DOMAIN ${domain?.name} DROP CONSTRAINT ${domain?.constraint}`,
    `ALTER DOMAIN ${domain?.name} VALIDATE CONSTRAINT ${domain?.constraint}`,
    `DROP DOMAIN ${domain?.name}${cascade(dice)}`,
    `ALTER TYPE ${mood?.name} ADD VALUE ${dice.of(['', 'IF NOT EXISTS '])}'angry'${dice.of(['', ` BEFORE '${mood?.label}'`])}`,
    `ALTER TYPE ${mood?.name} RENAME VALUE '${mood?.label}' TO 'blue'`,
    `DROP TYPE ${mood?.name}${cascade(dice)}`,
    `CREATE TYPE fresh AS ENUM ('a')`,
    `CREATE DOMAIN fresh AS int CHECK (VALUE > 0)`,
  ]);
};

const views: Form = (dice, world) => {
  const view = viewOf(dice, world);
  return dice.of([
    `CREATE VIEW fresh AS SELECT * FROM ${relationOf(dice, world)}`,
    `CREATE OR REPLACE VIEW ${view} AS SELECT * FROM ${relationOf(dice, world)}`,
    `CREATE MATERIALIZED VIEW fresh AS SELECT * FROM ${relationOf(dice, world)}${dice.of(['', ' WITH NO DATA'])}`,
    `DROP VIEW ${exists(dice)}${view}${cascade(dice)}`,
    `DROP MATERIALIZED VIEW ${view}${cascade(dice)}`,
    `REFRESH MATERIALIZED VIEW ${view}`,
    `REFRESH MATERIALIZED VIEW${dice.of(['', ' CONCURRENTLY'])} ${view}${dice.of(['', ' WITH NO DATA'])}`,
    `CREATE INDEX ON ${view} (id)`,
  ]);
};

const drops: Form = (dice, world) => {
  const trigger = dice.one(world.triggers);
  const policy = dice.one(world.policies);
  return dice.of([
    `DROP TABLE ${exists(dice)}${tableOf(dice, world)}${cascade(dice)}`,
    `DROP TABLE ${tableOf(dice, world)}, ${tableOf(dice, world)}${cascade(dice)}`,
    `DROP TABLE IF EXISTS never_there`,
    `DROP INDEX${concurrently(dice)} ${exists(dice)}${indexOf(dice, world)}${cascade(dice)}`,
    `DROP INDEX${concurrently(dice)} ${indexOf(dice, world)}`,
    `DROP TRIGGER ${exists(dice)}${trigger?.name} ON ${trigger?.table}`,
    `DROP POLICY ${policy?.name} ON ${policy?.table}`,
    `DROP SEQUENCE ${dice.of(world.sequences)}${cascade(dice)}`,
    `DROP FUNCTION ${dice.of(world.functions)}${cascade(dice)}`,
    `DROP SCHEMA app${cascade(dice)}`,
    `DROP STATISTICS ${tableOf(dice, world)}_id_a_stat`,
  ]);
};

const makes = inTable((dice, { name, ...table }) => {
  const column = columnOf(dice, { name, ...table });
  return dice.of([
    `CREATE TRIGGER made AFTER INSERT ON ${name} FOR EACH ${dice.of(['ROW', 'STATEMENT'])} EXECUTE FUNCTION touch()`,
    `CREATE CONSTRAINT TRIGGER made AFTER INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION touch()`,
    `CREATE POLICY made ON ${name} USING (${column} IS NOT NULL)`,
    `ALTER POLICY seen ON ${name} USING (true)`,
    `CREATE RULE made AS ON DELETE TO ${name} DO INSTEAD NOTHING`,
    `CREATE STATISTICS made ON id, ${column} FROM ${name}`,
    `CREATE SEQUENCE made OWNED BY ${name}.${column}`,
    `ALTER SEQUENCE app.numbers OWNED BY ${name}.${column}`,
    `COMMENT ON TABLE ${name} IS 'x'`,
    `COMMENT ON COLUMN ${name}.${column} IS 'x'`,
    `COMMENT ON CONSTRAINT ${dice.of(table.constraints.map((one) => one.name))} ON ${name} IS 'x'`,
    `COMMENT ON TRIGGER keep ON ${name} IS 'x'`,
    `COMMENT ON POLICY seen ON ${name} IS 'x'`,
    `GRANT SELECT ON ${name} TO PUBLIC`,
    `REVOKE ALL ON ${name} FROM PUBLIC`,
    `ALTER TRIGGER keep ON ${name} RENAME TO kept`,
    `CREATE PUBLICATION made FOR TABLE ${name}`,
    `CREATE SCHEMA fresh`,
    `CREATE OR REPLACE FUNCTION fixed() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'`,
  ]);
});

const modes = ['ACCESS SHARE', 'ROW SHARE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

const upkeep: Form = (dice, world) => {
  const table = tableOf(dice, world);
  const index = dice.one(world.indexes);
  return dice.of([
    `LOCK TABLE ${dice.of(['', 'ONLY '])}${relationOf(dice, world)} IN ${dice.of(modes)} MODE`,
    `REINDEX ${dice.of(['TABLE', 'TABLE', '(VERBOSE) TABLE'])}${concurrently(dice)} ${table}`,
    `REINDEX INDEX${concurrently(dice)} ${index?.name}`,
    `CLUSTER ${index?.table} USING ${index?.name.replace(/^[^."]+\./, '')}`,
    `CLUSTER ${table}`,
    `TRUNCATE ${dice.of(['', 'ONLY '])}${table}${cascade(dice)}`,
    `TRUNCATE ${table}, ${tableOf(dice, world)} RESTART IDENTITY${cascade(dice)}`,
    `ANALYZE ${table}`,
    `VACUUM ${dice.of(['', 'FULL ', '(ANALYZE) '])}${table}`,
    `ALTER INDEX ${index?.name} SET (fillfactor = 70)`,
    `ALTER INDEX ${index?.name} ATTACH PARTITION ${indexOf(dice, world)}`,
    `ALTER INDEX ${index?.name} ALTER COLUMN 1 SET STATISTICS 10`,
  ]);
};

const rows = inTable((dice, { name, ...table }, world) => {
  const column = columnOf(dice, { name, ...table });
  const source = relationOf(dice, world);
  return dice.of([
    `SELECT * FROM ${source}`,
    `SELECT count(*) FROM ${source} WHERE id > 2 FOR UPDATE`,
    `SELECT * FROM ${name} FOR UPDATE`,
    `DELETE FROM ${dice.of(['', 'ONLY '])}${name} WHERE id = ${1 + dice.throw(9)}`,
    `DELETE FROM ${name}`,
    `DELETE FROM ${name} USING ${source} AS s WHERE s.id = ${name}.id`,
    `UPDATE ${name} SET ${column} = ${dice.of(['NULL', column, 'DEFAULT'])} WHERE id > ${dice.throw(9)}`,
    `UPDATE ${name} SET ${column} = ${column}`,
    `UPDATE ${name} SET id = id + 1000`,
    `UPDATE ${name} SET id = ${name}.id FROM ${source} AS s WHERE s.id = ${name}.id`,
    `INSERT INTO ${name} (id) VALUES (3), (77), (1000)`,
    `INSERT INTO ${name} SELECT * FROM ${source} ON CONFLICT DO NOTHING`,
    `INSERT INTO ${name} (id) SELECT id + 20 FROM ${source}`,
    `INSERT INTO ${name} (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2`,
    `WITH gone AS (DELETE FROM ${name} WHERE id = 1 RETURNING *) SELECT * FROM gone, ${source} AS s`,
    `WITH all_of AS (SELECT * FROM ${source}) UPDATE ${name} SET ${column} = NULL WHERE id IN (SELECT id FROM all_of)`,
    `MERGE INTO ${name} USING ${source} AS s ON s.id = ${name}.id WHEN MATCHED THEN ${dice.of(['DELETE', `UPDATE SET ${column} = NULL`, 'DO NOTHING'])}`,
    `COPY ${name} TO STDOUT`,
  ]);
});

/** Forms of statements, some more often than others. */
const forms: readonly Form[] = [
  ...Array.from({ length: 9 }, () => alter),
  partition,
  partition,
  createTable,
  createIndex,
  createIndex,
  rename,
  types,
  views,
  drops,
  drops,
  makes,
  makes,
  upkeep,
  rows,
  rows,
];

/** A random statement about this world. PostgreSQL refuses some. */
export function makeStatement(dice: Dice, world: World): string {
  return dice.one(forms)?.(dice, world) ?? '';
}
