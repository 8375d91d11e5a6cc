import { describe, expect, it } from 'vitest';
import { touched } from '../../support/truth/touched.ts';

const parted = `CREATE TABLE logs (id int PRIMARY KEY, note text) PARTITION BY LIST (id);
  CREATE TABLE logs_0 PARTITION OF logs FOR VALUES IN (1);
  CREATE TABLE logs_1 PARTITION OF logs FOR VALUES IN (2) PARTITION BY LIST (id);
  CREATE TABLE logs_1_x PARTITION OF logs_1 DEFAULT;`;
const referenced = `${parted}
  CREATE TABLE events (id int PRIMARY KEY, log int REFERENCES logs (id)) PARTITION BY LIST (id);
  CREATE TABLE events_0 PARTITION OF events FOR VALUES IN (1);`;
const keyed = (action: string) => `CREATE TABLE users (id int PRIMARY KEY, name text);
  CREATE TABLE orders (id int PRIMARY KEY, "user" int REFERENCES users (id) ${action});`;

describe('a forecast says no more than what PostgreSQL was seen to do', () => {
  it.each([
    {
      what: 'a temporary table is its own, also where it has the name of another',
      schema: 'CREATE TABLE users (id int);',
      sql: 'CREATE TEMP TABLE users (id int)',
      says: ['pg_temp.users AccessExclusive metadata'],
    },
    {
      what: 'one that is made from another of its name reads that one',
      schema: 'CREATE TABLE users (id int);',
      sql: 'CREATE TEMP TABLE users AS SELECT * FROM users WITH NO DATA',
      says: ['pg_temp.users AccessExclusive metadata', 'users AccessShare metadata'],
    },
    {
      what: 'a partition has both keys of a column that leads to two tables',
      schema: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY);
        CREATE TABLE logs (id int PRIMARY KEY) PARTITION BY LIST (id);
        CREATE TABLE logs_0 PARTITION OF logs FOR VALUES IN (1) PARTITION BY LIST (id);
        ALTER TABLE logs ADD FOREIGN KEY (id) REFERENCES users (id); ALTER TABLE logs ADD FOREIGN KEY (id) REFERENCES orders (id);`,
      sql: 'CREATE TABLE logs_0_a PARTITION OF logs_0 DEFAULT',
      says: [
        'logs_0 AccessExclusive metadata',
        'logs_0_a AccessExclusive metadata',
        'orders ShareRowExclusive metadata',
        'users ShareRowExclusive metadata',
      ],
    },
    {
      what: 'the one that it hides is reached by its schema',
      schema: 'CREATE TABLE users (id int);',
      sql: 'CREATE TEMP TABLE users (id int); DELETE FROM public.users',
      says: ['users RowExclusive data'],
    },
    {
      what: 'a column of nothing but NULL leads to no row of the other table',
      schema: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int);',
      sql: 'ALTER TABLE orders ADD COLUMN a int DEFAULT NULL REFERENCES users (id)',
      says: ['orders AccessExclusive validate', 'users ShareRowExclusive metadata'],
    },
    {
      what: 'a column with a default does',
      schema: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int);',
      sql: 'ALTER TABLE orders ADD COLUMN a int DEFAULT 1 REFERENCES users (id)',
      says: ['orders AccessExclusive validate', 'users ShareRowExclusive validate'],
    },
    {
      what: 'a MERGE that does nothing follows no key',
      schema: keyed('ON DELETE CASCADE'),
      sql: 'MERGE INTO users USING orders AS s ON s.id = users.id WHEN MATCHED THEN DO NOTHING',
      says: ['orders AccessShare data', 'users RowExclusive data'],
    },
    {
      what: 'a MERGE that deletes follows what deleting does',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'MERGE INTO users USING users AS s ON s.id = users.id WHEN MATCHED THEN DELETE',
      says: ['orders RowShare data', 'users RowExclusive data'],
    },
    {
      what: 'a DELETE follows what deleting does, not what updating does',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'DELETE FROM users',
      says: ['orders RowShare data', 'users RowExclusive data'],
    },
    {
      what: 'an UPDATE follows what updating does',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'UPDATE users SET id = id + 1',
      says: ['orders RowExclusive data', 'users RowExclusive data'],
    },
    {
      what: 'a column that keeps its value is not updated',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'UPDATE users AS u SET id = u.id',
      says: ['users RowExclusive data'],
    },
    {
      what: 'another column of that name is another value',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'UPDATE users SET id = s.id FROM orders AS s',
      says: ['orders RowExclusive data', 'users RowExclusive data'],
    },
    {
      what: 'an INSERT that updates on a conflict is followed as an UPDATE',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2',
      says: ['orders RowExclusive data', 'users RowExclusive data'],
    },
    {
      what: 'and else is not',
      schema: keyed('ON UPDATE CASCADE'),
      sql: 'INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING',
      says: ['users RowExclusive data'],
    },
    {
      what: 'a materialized view that is left without rows reads nothing',
      schema: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW seen AS SELECT id FROM users;',
      sql: 'REFRESH MATERIALIZED VIEW seen WITH NO DATA',
      says: ['seen AccessExclusive rewrite'],
    },
    {
      what: 'tables above a partition are asked for bounds, not for rows',
      schema: parted,
      sql: 'SELECT * FROM logs_1 FOR UPDATE',
      says: ['logs AccessShare metadata', 'logs_1 RowShare data', 'logs_1_x RowShare data'],
    },
    {
      what: 'a foreign key that is not measured asks nobody for bounds',
      schema: `${parted} CREATE TABLE orders (id int);`,
      sql: 'ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES logs_1 (id) NOT VALID',
      says: [
        'logs_1 ShareRowExclusive metadata',
        'logs_1_x ShareRowExclusive metadata',
        'orders ShareRowExclusive metadata',
      ],
    },
    {
      what: 'a new partition closes the tables that refer to its parent, not their partitions',
      schema: referenced,
      sql: 'CREATE TABLE logs_2 PARTITION OF logs FOR VALUES IN (3)',
      says: ['events ShareRowExclusive metadata', 'logs AccessExclusive metadata', 'logs_2 AccessExclusive metadata'],
    },
    {
      what: 'detaching looks for rows that refer to the partition, within bounds that all above give',
      schema: referenced,
      sql: 'ALTER TABLE logs_1 DETACH PARTITION logs_1_x',
      says: [
        'events AccessExclusive metadata',
        'events_0 AccessShare validate',
        'logs AccessShare metadata',
        'logs_1 AccessExclusive metadata',
        'logs_1_x AccessExclusive validate',
      ],
    },
    {
      what: 'what a table in parts holds, its partitions are not asked for',
      schema: parted,
      sql: 'ALTER TABLE logs ALTER COLUMN id SET NOT NULL',
      says: ['logs AccessExclusive metadata'],
    },
    {
      what: 'heirs are',
      schema: 'CREATE TABLE users (id int NOT NULL); CREATE TABLE heir () INHERITS (users);',
      sql: 'ALTER TABLE users ALTER COLUMN id SET NOT NULL',
      says: ['heir AccessExclusive metadata', 'users AccessExclusive metadata'],
    },
    {
      what: 'partitions have no triggers where the table above has none',
      schema: parted,
      sql: 'ALTER TABLE logs DISABLE TRIGGER ALL',
      says: ['logs ShareRowExclusive metadata'],
    },
    {
      what: 'a foreign key is held by triggers, also those of partitions',
      schema: referenced,
      sql: 'ALTER TABLE events DISABLE TRIGGER ALL',
      says: ['events ShareRowExclusive metadata', 'events_0 ShareRowExclusive metadata'],
    },
    {
      what: 'a domain is not looked for in a table that has no rows of its own',
      schema: `CREATE DOMAIN positive AS int; CREATE TABLE logs (id positive) PARTITION BY LIST (id);
        CREATE TABLE logs_0 PARTITION OF logs DEFAULT;`,
      sql: 'ALTER DOMAIN positive ADD CHECK (VALUE > 0)',
      says: ['logs_0 Share scan'],
    },
  ])('$what', ({ schema, sql, says }) => {
    expect(touched(schema, sql)).toEqual(says);
  });
});

describe('a forecast says no less', () => {
  it.each([
    {
      what: 'rows that go with others take along those that lead to them',
      schema: `${keyed('ON DELETE CASCADE')} CREATE TABLE items (id int, "order" int REFERENCES orders (id));`,
      sql: 'DELETE FROM users',
      says: ['items RowShare data', 'orders RowExclusive data', 'users RowExclusive data'],
    },
    {
      what: 'a key that goes round ends',
      schema: 'CREATE TABLE users (id int PRIMARY KEY, boss int REFERENCES users (id) ON DELETE CASCADE);',
      sql: 'DELETE FROM users',
      says: ['users RowExclusive data'],
    },
    {
      what: 'DROP COLUMN tells the heirs even with ONLY',
      schema: 'CREATE TABLE users (id int, age int); CREATE TABLE heir () INHERITS (users);',
      sql: 'ALTER TABLE ONLY users DROP COLUMN age',
      says: ['heir AccessExclusive metadata', 'users AccessExclusive metadata'],
    },
    {
      what: 'attaching to a partition in parts asks the tables above it',
      schema: `${parted} CREATE TABLE apart (id int PRIMARY KEY, note text);`,
      sql: 'ALTER TABLE logs_1 ATTACH PARTITION apart FOR VALUES IN (2)',
      says: [
        'apart AccessExclusive scan',
        'logs AccessShare metadata',
        'logs_1 ShareUpdateExclusive metadata',
        'logs_1_x AccessExclusive scan',
      ],
    },
    {
      what: 'attaching an index reads both tables',
      schema: parted,
      sql: 'ALTER INDEX logs_pkey ATTACH PARTITION logs_0_pkey',
      says: [
        'logs AccessShare metadata',
        'logs_0 AccessShare metadata',
        'logs_0_pkey AccessExclusive metadata',
        'logs_pkey AccessExclusive metadata',
      ],
    },
    {
      what: 'a sequence under its new name is still the one of its column',
      schema: 'CREATE TABLE orders (id serial);',
      sql: 'ALTER SEQUENCE orders_id_seq RENAME TO counted; DROP SEQUENCE counted CASCADE',
      says: ['orders AccessExclusive metadata'],
    },
    {
      what: 'a made name counts on where a column comes twice',
      schema: 'CREATE TABLE orders (id int); CREATE INDEX ON orders (id) INCLUDE (id);',
      sql: 'DROP INDEX orders_id_id1_idx',
      says: ['orders AccessExclusive metadata', 'orders_id_id1_idx AccessExclusive metadata'],
    },
    {
      what: 'a second index like the key is one more on each partition',
      schema: `${parted} CREATE INDEX ON logs (id); CREATE UNIQUE INDEX ON logs (id);`,
      sql: 'DROP INDEX logs_0_id_idx1',
      says: ['logs_0 AccessExclusive metadata', 'logs_0_id_idx1 AccessExclusive metadata'],
    },
  ])('$what', ({ schema, sql, says }) => {
    expect(touched(schema, sql)).toEqual(says);
  });
});
