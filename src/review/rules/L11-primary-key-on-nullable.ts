import { holdsValues } from '../forecast/constraints.ts';
import { quoted } from '../names.ts';
import { inFiles, notNullSteps } from './remedies.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const primaryKeyOnNullable: Rule = {
  id: 'L11',
  tier: 'lock',
  title: 'A primary key takes an index of columns that may be NULL',
  why: 'PostgreSQL then reads the whole table under AccessExclusive to make the columns NOT NULL.',
  locks: 'AccessExclusive while every row is read for NULLs.',
  versions: 'A valid CHECK (column IS NOT NULL) spares the reading from PostgreSQL 12 on.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: {
    schema:
      'CREATE TABLE orders (id int, note text NOT NULL); CREATE UNIQUE INDEX orders_pkey ON orders (id); CREATE UNIQUE INDEX orders_note ON orders (note);',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_note;',
  },
  cases: {
    flagged: [
      {
        schema: 'CREATE TABLE a (x int NOT NULL, y int); CREATE UNIQUE INDEX k ON a (x, y);',
        sql: 'ALTER TABLE a ADD PRIMARY KEY USING INDEX k',
      },
      'ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX k',
    ],
    safe: [
      {
        schema: 'CREATE TABLE a (x int NOT NULL, y int NOT NULL); CREATE UNIQUE INDEX k ON a (x, y);',
        sql: 'ALTER TABLE a ADD PRIMARY KEY USING INDEX k',
      },
      {
        schema: 'CREATE TABLE a (x int CHECK (x IS NOT NULL)); CREATE UNIQUE INDEX k ON a (x);',
        sql: 'ALTER TABLE a ADD PRIMARY KEY USING INDEX k',
      },
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (
      change.kind !== 'add-constraint' ||
      change.constraint.kind !== 'primary' ||
      change.constraint.usingIndex === null
    )
      return [];
    const { constraint, table } = change;
    if (holdsValues(catalog, table, constraint)) return [];
    const index = tableIn(scene, table)?.indexes.find(
      ({ name }) => name === change.constraint.name || name === constraint.usingIndex,
    );
    const known = index !== undefined;
    const message = known
      ? `The columns of ${quoted(constraint.usingIndex ?? '')} may be NULL, so ${label(scene, table)} is read under a lock on reads and writes.`
      : `Where a column of ${quoted(constraint.usingIndex ?? '')} may be NULL, ${label(scene, table)} is read under a lock on reads and writes; without the catalog that is not known.`;
    const steps = (index?.columns ?? []).flatMap((column) => notNullSteps(table, column, catalog.serverVersion));
    const remedy = `-- make the columns NOT NULL first${steps.length === 0 ? '' : `\n${inFiles(...steps)}`}`;
    return [{ severity: known ? 'risky' : 'caution', message, remedy, relation: table, timed: true }];
  },
};
