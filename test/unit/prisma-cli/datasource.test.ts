import { expect, test } from 'vitest';
import { datasourceDifferences, readDatasource } from '../../../src/prisma-cli/datasource.ts';

const own = { host: 'db', port: 5432, database: 'app', schema: 'public' };
const line = (text: string) => readDatasource(`x\n${text}\ny`);

test('one or several schemas, a port or the usual one', () => {
  expect(line('Datasource "db": PostgreSQL database "app", schema "public" at "db:6543"')).toEqual({
    database: 'app',
    schemas: ['public'],
    host: 'db',
    port: 6543,
  });
  expect(line('Datasource "db": PostgreSQL database "app", schemas "a, public" at "db"')).toEqual({
    database: 'app',
    schemas: ['a', 'public'],
    host: 'db',
    port: 5432,
  });
  expect(line('Datasource "db": SQLite database "x" at "file"')).toBeNull();
});

test('says each thing that differs', () => {
  const same = line('Datasource "db": PostgreSQL database "app", schemas "a, public" at "DB:5432"');
  const other = line('Datasource "db": PostgreSQL database "old", schema "public" at "db:5433"');
  expect(same && datasourceDifferences(same, own)).toEqual([]);
  expect(other && datasourceDifferences(other, own)).toEqual([
    "Prisma's port is 5433, Godwit's is 5432.",
    "Prisma's database is old, Godwit's is app.",
  ]);
});
