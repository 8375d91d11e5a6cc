import { expect, test } from 'vitest';
import { readStatus } from '../../../src/prisma-cli/read-status.ts';
import { printed } from './fixture.ts';

const datasource = { database: 'fixture', schemas: ['public'], host: '127.0.0.1', port: 5432 };

test.each([
  ['status-up-to-date', 2, { kind: 'up-to-date' }],
  ['status-pending', 4, { kind: 'pending', pending: ['20240201080000_unique_email', '20240202080000_orders'] }],
  ['status-empty-folder', 5, { kind: 'pending', pending: ['20240202080000_orders', '20240203080000_empty'] }],
  ['status-failed', 3, { kind: 'failed', failed: ['20240201080000_unique_email'] }],
  [
    'status-diverged',
    3,
    {
      kind: 'diverged',
      pending: ['20240201080000_unique_email', '20240202080000_orders'],
      missing: ['20240115093000_add_user_preferences'],
    },
  ],
])('%s', (name, found, verdict) => {
  expect(readStatus(printed(name))).toEqual({ verdict, found, datasource, exitCode: printed(name).code });
});

test.each([
  ['status-no-database', { kind: 'no-database', code: 'P1003' }],
  ['status-login-refused', { kind: 'no-database', code: 'P1000' }],
  [
    'status-unreachable',
    { kind: 'no-database', code: 'P1001', message: "Can't reach database server at `127.0.0.1:1`" },
  ],
  ['status-no-config', { kind: 'refused', code: null, message: expect.stringMatching(/datasource\.url/) }],
  ['status-no-schema', { kind: 'refused', code: null, message: expect.stringMatching(/Could not load schema/) }],
  ['status-no-url', { kind: 'refused', code: null, message: expect.stringMatching(/Connection url is empty/) }],
  ['npx-missing', { kind: 'prisma-missing' }],
  ['sh-missing', { kind: 'prisma-missing' }],
])('%s', (name, failure) => {
  expect(readStatus(printed(name)).verdict).toMatchObject({ kind: 'refused', failure });
});

test('a line of the data source without a place is no database', () => {
  expect(readStatus(printed('status-no-url')).datasource).toEqual({
    database: null,
    schemas: [],
    host: null,
    port: 5432,
  });
});

test('words of an exit code 0 that say nothing known are not "up to date"', () => {
  expect(readStatus({ code: 0, stdout: 'fine\n', stderr: '' }).verdict.kind).toBe('refused');
});
