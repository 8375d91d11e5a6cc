import { expect, test } from 'vitest';
import { readDeploy } from '../../../src/prisma-cli/read-deploy.ts';
import { readStatus } from '../../../src/prisma-cli/read-status.ts';
import { printed } from './fixture.ts';

/** The readers were made for 7.10: what 6.19 prints means the same to them. */
const six = (name: string) => printed(name, '6.19');
const datasource = { database: 'fixture', schemas: ['public'], host: '127.0.0.1', port: 5432 };

test.each([
  ['status-up-to-date', 8, { kind: 'up-to-date' }],
  ['status-failed', 9, { kind: 'failed', failed: ['20240511120000_unique_name'] }],
])('%s', (name, found, verdict) => {
  expect(readStatus(six(name))).toEqual({ verdict, found, datasource, exitCode: six(name).code });
});

test('status names what is pending, and the server that is silent', () => {
  expect(readStatus(six('status-pending')).verdict).toMatchObject({
    kind: 'pending',
    pending: expect.arrayContaining(['20230912081500_init', '20240510120000_add_vault']),
  });
  expect(readStatus(six('status-unreachable')).verdict).toMatchObject({
    kind: 'refused',
    failure: { kind: 'no-database', code: 'P1001' },
  });
});

test('deploy: applied, nothing pending, failed, and failed earlier', () => {
  expect(readDeploy(six('deploy-applied')).end).toEqual({ kind: 'applied' });
  expect(readDeploy(six('deploy-nothing-pending')).end).toEqual({ kind: 'nothing-pending' });
  expect(readDeploy(six('deploy-failed')).end).toEqual({
    kind: 'failed',
    failure: {
      kind: 'migration-failed',
      migration: '20240511120000_unique_name',
      sqlState: '42703',
      message: 'column "nothing" does not exist',
    },
  });
  expect(readDeploy(six('deploy-failed-earlier')).end).toEqual({
    kind: 'failed',
    failure: { kind: 'failed-earlier', migrations: ['20240511120000_unique_name'] },
  });
});

test.each([
  ['deploy-lock-held', 'prisma'],
  ['deploy-lock-timeout', 'lock-timeout'],
])('%s: no file was sent, since a lock could not be had', (name, gaveUp) => {
  expect(readDeploy(six(name)).end).toEqual({ kind: 'failed', failure: { kind: 'lock-held', gaveUp } });
});
