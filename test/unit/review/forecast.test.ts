import { describe, expect, it } from 'vitest';
import { touched } from '../../support/truth/touched.ts';

const parted = `CREATE TABLE events (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
  CREATE TABLE events_0 PARTITION OF events FOR VALUES FROM (0) TO (5);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (5) TO (9) PARTITION BY LIST (id);`;
const inherited = 'CREATE TABLE users (id int, age int); CREATE TABLE heir (more int) INHERITS (users);';
const keyed = `${parted} CREATE TABLE orders (id int REFERENCES events (id));`;
const apart = `${parted} CREATE TABLE apart (id int PRIMARY KEY, note text);`;
const attach = 'ALTER TABLE events ATTACH PARTITION apart FOR VALUES FROM (100) TO (200)';

describe('a forecast says what PostgreSQL was seen to do', () => {
  it.each([
    {
      what: 'DROP SCHEMA takes its tables, and what stands on its types, functions and sequences',
      schema: `CREATE TABLE app.logs (id int); CREATE TYPE app.size AS ENUM ('big'); CREATE VIEW seen AS SELECT id FROM app.logs;
        CREATE TABLE boxes (size app.size); CREATE TABLE counted (id int DEFAULT nextval('app.numbers')); CREATE TABLE other (id int);`,
      sql: 'DROP SCHEMA app CASCADE',
      says: [
        'app.logs AccessExclusive metadata',
        'boxes AccessExclusive metadata',
        'counted AccessExclusive metadata',
        'seen AccessExclusive metadata',
      ],
    },
    {
      what: 'DROP SEQUENCE takes the default of a serial column',
      schema: 'CREATE TABLE orders (id serial);',
      sql: 'DROP SEQUENCE orders_id_seq CASCADE',
      says: ['orders AccessExclusive metadata'],
    },
    {
      what: 'DROP FUNCTION takes the triggers that call it',
      schema: `CREATE TABLE orders (id int); CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();`,
      sql: 'DROP FUNCTION touch() CASCADE',
      says: ['orders AccessExclusive metadata'],
    },
    {
      what: 'a key that comes with a column is measured where any column of the statement has a default',
      schema: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int);',
      sql: 'ALTER TABLE orders ADD COLUMN a int DEFAULT NULL, ADD COLUMN b int REFERENCES users (id)',
      says: ['orders AccessExclusive validate', 'users ShareRowExclusive metadata'],
    },
    {
      what: 'a primary key makes the columns of heirs NOT NULL',
      schema: inherited,
      sql: 'ALTER TABLE users ADD PRIMARY KEY (id)',
      says: ['heir AccessExclusive scan', 'users AccessExclusive index-build'],
    },
    {
      what: 'a CHECK that is not inherited proves nothing of heirs',
      schema: `${inherited} ALTER TABLE users ADD CHECK (id IS NOT NULL) NO INHERIT;`,
      sql: 'ALTER TABLE users ALTER COLUMN id SET NOT NULL',
      says: ['heir AccessExclusive scan', 'users AccessExclusive metadata'],
    },
    {
      what: 'a foreign key is nothing to heirs',
      schema: `${inherited} CREATE TABLE orders (id int PRIMARY KEY);`,
      sql: 'ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES orders (id) NOT VALID',
      says: ['orders ShareRowExclusive metadata', 'users ShareRowExclusive metadata'],
    },
    {
      what: 'the index of a key on a partitioned table leaves partitions readable',
      schema: parted,
      sql: 'ALTER TABLE events ADD UNIQUE (id, note)',
      says: ['events AccessExclusive metadata', 'events_0 Share index-build', 'events_1 Share metadata'],
    },
    {
      what: 'a partition has its own index behind a key of its parent',
      schema: parted,
      sql: 'REINDEX INDEX events_0_pkey',
      says: ['events_0 Share index-build', 'events_0_pkey AccessExclusive index-build'],
    },
    {
      what: 'a partition has its own of the indexes of its parent, also of a later one',
      schema: `${parted} CREATE INDEX ON events (note); CREATE INDEX ON events (lower(note));`,
      sql: 'DROP INDEX events_0_lower_idx',
      says: ['events_0 AccessExclusive metadata', 'events_0_lower_idx AccessExclusive metadata'],
    },
    {
      what: 'what points at a partitioned table points at its partitions',
      schema: keyed,
      sql: 'TRUNCATE events_0 CASCADE',
      says: ['events_0 AccessExclusive rewrite', 'orders AccessExclusive rewrite'],
    },
    {
      what: 'with a partition goes the whole key that points at its parent',
      schema: keyed,
      sql: 'DROP TABLE events_1 CASCADE',
      says: [
        'events AccessExclusive metadata',
        'events_0 AccessExclusive metadata',
        'events_1 AccessExclusive metadata',
        'orders AccessExclusive metadata',
      ],
    },
    {
      what: 'detaching a partition closes the tables that point at its parent',
      schema: keyed,
      sql: 'ALTER TABLE events DETACH PARTITION events_0',
      says: ['events AccessExclusive metadata', 'events_0 AccessExclusive validate', 'orders AccessExclusive validate'],
    },
    {
      what: 'attaching reads what no CHECK proves',
      schema: apart,
      sql: attach,
      says: ['apart AccessExclusive scan', 'events ShareUpdateExclusive metadata'],
    },
    {
      what: 'a CHECK of other values proves nothing',
      schema: `${apart} ALTER TABLE apart ADD CHECK (id >= 100 AND id < 300);`,
      sql: attach,
      says: ['apart AccessExclusive scan', 'events ShareUpdateExclusive metadata'],
    },
    {
      what: 'a CHECK of the bounds spares the reading',
      schema: `${apart} ALTER TABLE apart ADD CHECK (id >= 100 AND id < 200);`,
      sql: attach,
      says: ['apart AccessExclusive metadata', 'events ShareUpdateExclusive metadata'],
    },
    {
      what: 'a partition in parts asks those above what it may hold',
      schema: `${parted} CREATE TABLE events_1_x PARTITION OF events_1 DEFAULT;`,
      sql: 'SELECT * FROM events_1',
      says: ['events AccessShare metadata', 'events_1 AccessShare data', 'events_1_x AccessShare data'],
    },
    {
      what: 'a materialized view reads partitions',
      schema: parted,
      sql: 'CREATE MATERIALIZED VIEW m AS SELECT * FROM events',
      says: ['events AccessShare data', 'events_0 AccessShare data', 'events_1 AccessShare data'],
    },
    {
      what: 'without its rows it reads nothing',
      schema: parted,
      sql: 'CREATE MATERIALIZED VIEW m AS SELECT * FROM events WITH NO DATA',
      says: ['events AccessShare metadata'],
    },
    {
      what: 'a table that is there is not made, but its query is looked at',
      schema: 'CREATE TABLE a (id int); CREATE TABLE b (id int);',
      sql: 'CREATE TABLE IF NOT EXISTS a AS SELECT * FROM b',
      says: ['b AccessShare metadata'],
    },
    {
      what: 'a comment on a constraint reads its table',
      schema: 'CREATE TABLE a (id int CHECK (id > 0));',
      sql: "COMMENT ON CONSTRAINT a_id_check ON a IS 'x'",
      says: ['a AccessShare metadata'],
    },
    {
      what: 'SET WITHOUT OIDS is one more strong lock',
      schema: 'CREATE TABLE a (id int);',
      sql: 'ALTER TABLE a SET WITHOUT OIDS',
      says: ['a AccessExclusive metadata'],
    },
    {
      what: 'a logged table is not written anew to be logged',
      schema: 'CREATE TABLE a (id int); CREATE UNLOGGED TABLE b (id int);',
      sql: 'ALTER TABLE a SET LOGGED',
      says: ['a AccessExclusive metadata'],
    },
    {
      what: 'a renamed schema keeps its tables, keys and views',
      schema:
        'CREATE TABLE app.a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES app.a); CREATE VIEW v AS SELECT id FROM app.a;',
      sql: 'ALTER SCHEMA app RENAME TO shop; DROP TABLE shop.a CASCADE',
      says: ['b AccessExclusive metadata', 'shop.a AccessExclusive metadata', 'v AccessExclusive metadata'],
    },
    {
      what: 'a column of heirs goes with the views on them',
      schema: `${inherited} CREATE VIEW v AS SELECT age FROM heir;`,
      sql: 'ALTER TABLE users DROP COLUMN age CASCADE',
      says: ['heir AccessExclusive metadata', 'users AccessExclusive metadata', 'v AccessExclusive metadata'],
    },
    {
      what: 'a CHECK goes from heirs even with ONLY',
      schema: `${inherited} ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0);`,
      sql: 'ALTER TABLE ONLY users DROP CONSTRAINT old',
      says: ['heir AccessExclusive metadata', 'users AccessExclusive metadata'],
    },
    {
      what: 'a domain over a constrained one is constrained',
      schema:
        'CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN above AS positive; CREATE TABLE a (id int);',
      sql: 'ALTER TABLE a ADD COLUMN b above',
      says: ['a AccessExclusive rewrite'],
    },
    {
      what: 'a constraint of a domain reads the columns of the domains over it',
      schema: 'CREATE DOMAIN positive AS int; CREATE DOMAIN above AS positive; CREATE TABLE a (id above);',
      sql: 'ALTER DOMAIN positive ADD CHECK (VALUE > 0)',
      says: ['a Share scan'],
    },
    {
      what: 'two constraints without a name get two names',
      schema: 'CREATE TABLE a (id int, b int CHECK (b > 0), CHECK (b < 9), CHECK (b <> 5));',
      sql: 'ALTER TABLE a DROP COLUMN b; ALTER TABLE a DROP CONSTRAINT IF EXISTS a_b_check2',
      says: ['a AccessExclusive metadata'],
    },
  ])('$what', ({ schema, sql, says }) => {
    expect(touched(schema, sql)).toEqual(says);
  });
});

describe('circles that PostgreSQL would refuse', () => {
  it.each([
    'CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT * FROM a; CREATE OR REPLACE VIEW a AS SELECT * FROM b; SELECT * FROM a; DROP VIEW a CASCADE; LOCK TABLE b;',
    'CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE b PARTITION OF a DEFAULT PARTITION BY LIST (id); ALTER TABLE b ATTACH PARTITION a DEFAULT; ALTER TABLE a ADD UNIQUE (id); DELETE FROM b; DROP TABLE a;',
    'CREATE TABLE a (id int); ALTER TABLE a INHERIT a; ALTER TABLE a ADD COLUMN b int; DROP TABLE a CASCADE;',
    'CREATE DOMAIN a AS b; CREATE DOMAIN b AS a; CREATE TABLE t (id a); ALTER TABLE t ALTER COLUMN id TYPE b; ALTER DOMAIN a SET NOT NULL; DROP DOMAIN a CASCADE;',
    'CREATE TABLE a (id int PRIMARY KEY REFERENCES a); TRUNCATE a CASCADE; DELETE FROM a; DROP TABLE a CASCADE;',
  ])('end: %s', (sql) => {
    expect(() => touched('', sql)).not.toThrow();
  });
});
