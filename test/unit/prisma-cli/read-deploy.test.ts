import { describe, expect, test } from 'vitest';
import { applyingOf, readDeploy } from '../../../src/prisma-cli/read-deploy.ts';
import { logged, printed } from './fixture.ts';

const unique = '20240201080000_unique_email';

describe.each([
  ['as two streams', printed],
  ['as one log', logged],
])('%s', (_, read) => {
  test.each([
    [
      'deploy-applied',
      { end: { kind: 'applied' }, applying: ['20240110120000_init', '20240115093000_add_user_preferences'], found: 2 },
    ],
    ['deploy-nothing-pending', { end: { kind: 'nothing-pending' }, applying: [], found: 2 }],
    [
      'deploy-failed-earlier',
      { end: { kind: 'failed', failure: { kind: 'failed-earlier', migrations: [unique] } }, applying: [] },
    ],
    ['deploy-lock-held', { end: { kind: 'failed', failure: { kind: 'lock-held', gaveUp: 'prisma' } } }],
    ['deploy-lock-timeout', { end: { kind: 'failed', failure: { kind: 'lock-held', gaveUp: 'lock-timeout' } } }],
    ['deploy-not-empty', { end: { kind: 'failed', failure: { kind: 'not-empty' } } }],
    ['deploy-unreachable', { end: { kind: 'failed', failure: { kind: 'no-database', code: 'P1001' } }, found: null }],
    [
      'deploy-failed',
      {
        applying: [unique],
        end: {
          kind: 'failed',
          failure: {
            kind: 'migration-failed',
            migration: unique,
            sqlState: '23505',
            message: 'could not create unique index "Customer_email_key"',
          },
        },
      },
    ],
  ])('%s', (name, report) => {
    expect(readDeploy(read(name))).toMatchObject(report);
  });
});

test('what the database adds to its message stays out', () => {
  const output = printed('deploy-failed');
  const stderr = output.stderr.replace(
    /(ERROR: .*\n)/,
    '$1DETAIL: Key (email)=(a@example.org) is duplicated.\nHINT: x\n\nDbError { detail: Some("a@example.org") }\n',
  );
  expect(stderr).toContain('a@example.org');
  expect(JSON.stringify(readDeploy({ ...output, stderr }))).not.toContain('a@example.org');
});

test('a log that grows names a migration once its line is whole', () => {
  const log = printed('deploy-applied').stdout;
  const cut = log.indexOf('20240115093000') + 20;
  expect(applyingOf(log.slice(0, cut))).toEqual(['20240110120000_init']);
  expect(applyingOf(log.replaceAll('\n', '\r\n'))).toHaveLength(2);
});
