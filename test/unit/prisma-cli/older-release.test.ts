import { expect, test } from 'vitest';
import { readFailure } from '../../../src/prisma-cli/failure.ts';
import { readDeploy } from '../../../src/prisma-cli/read-deploy.ts';
import { readDiff } from '../../../src/prisma-cli/read-diff.ts';
import { readPush, readPushLook } from '../../../src/prisma-cli/read-push.ts';
import { resolveTrouble } from '../../../src/prisma-cli/read-resolve.ts';
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

test.each([
  [
    'status-diverged',
    { kind: 'diverged', pending: ['20240511120000_unique_name'], missing: ['20240318074500_add_countries'] },
  ],
  ['status-unmanaged', { kind: 'pending', pending: expect.arrayContaining(['20230912081500_init']) }],
  ['status-no-migrations', { kind: 'unmanaged' }],
  ['status-login-refused', { kind: 'refused', failure: { kind: 'no-database', code: 'P1000' } }],
  ['status-no-database', { kind: 'refused', failure: { kind: 'no-database', code: 'P1003' } }],
])('%s', (name, verdict) => {
  expect(readStatus(six(name)).verdict).toMatchObject(verdict);
});

test.each([
  ['deploy-not-empty', { kind: 'not-empty' }],
  ['deploy-unreachable', { kind: 'no-database', code: 'P1001' }],
])('%s', (name, failure) => {
  expect(readDeploy(six(name)).end).toMatchObject({ kind: 'failed', failure });
});

test.each([
  ['push-in-sync', { kind: 'in-sync' }],
  ['push-done', { kind: 'pushed' }],
  ['push-accepted', { kind: 'pushed' }],
  ['push-warned', { kind: 'warned', warnings: [expect.stringMatching(/`preferences`.* 2 non-null values\.$/)] }],
  ['push-impossible', { kind: 'impossible', changes: [expect.stringMatching(/`must`.* not possible to execute/)] }],
])('%s', (name, word) => {
  expect(readPush(six(name))).toEqual(word);
});

test('a push in a session that only reads came as far as its first change', () => {
  expect(readPushLook(six('push-not-written'))).toEqual({ kind: 'not-written' });
});

test.each([
  ['resolve-already-applied', 'already-applied'],
  ['resolve-never-applied', 'never-applied'],
  ['resolve-not-failed', 'not-failed'],
  ['resolve-unknown', 'unknown-migration'],
])('%s is %s', (name, code) => {
  expect(resolveTrouble(six(name), 'x')).toMatchObject({ code });
});

test.each(['resolve-applied', 'resolve-rolled-back'])('%s is no trouble', (name) => {
  expect(resolveTrouble(six(name), 'x')).toBeNull();
});

test('reset without --force asks, and changes nothing without a terminal', () => {
  expect(readFailure(six('reset-refused'))).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/non-interactive/),
  });
  expect(six('reset-done')).toMatchObject({ code: 0, stdout: expect.stringContaining('Database reset successful') });
});

test.each([
  ['diff-no-shadow', { kind: 'refused', message: 'Failed to connect to the shadow database' }],
  ['diff-no-lock-file', { kind: 'refused', message: expect.stringMatching(/missing migration_lock\.toml/) }],
])('%s', (name, failure) => {
  expect(readDiff(six(name))).toMatchObject({ kind: 'failed', failure });
});

test('diff between migrations and a schema file', () => {
  expect(readDiff(six('diff-folder-to-schema'))).toMatchObject({
    kind: 'sql',
    sql: expect.stringMatching(/DROP COLUMN "preferences";\n$/),
  });
});
