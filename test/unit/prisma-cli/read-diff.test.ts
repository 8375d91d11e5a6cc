import { expect, test } from 'vitest';
import { readDiff } from '../../../src/prisma-cli/read-diff.ts';
import { printed } from './fixture.ts';

test.each(['7.10', '6.19'])('%s: both directions, and none', (release) => {
  const adopt = readDiff(printed('diff-adopt', release));
  const revert = readDiff(printed('diff-revert', release));
  expect(adopt).toMatchObject({ kind: 'sql', sql: expect.stringMatching(/^-- (?:Create|Alter)Table\n/) });
  expect(revert).toMatchObject({ kind: 'sql', sql: expect.stringMatching(/DROP TABLE .*;\n$/) });
  expect(readDiff(printed('diff-none', release))).toEqual({ kind: 'none' });
});

test.each([
  ['diff-no-shadow', 'Failed to connect to the shadow database'],
  [
    'diff-no-lock-file',
    'Could not determine the connector from the migrations directory (missing migration_lock.toml).',
  ],
])('%s is a refusal in its own words', (name, message) => {
  expect(readDiff(printed(name))).toEqual({ kind: 'failed', failure: { kind: 'refused', code: null, message } });
});

test.each(['7.10', '6.19'])(
  '%s: a database out of reach is known without the code that other commands print',
  (release) => {
    expect(readDiff(printed('diff-unreachable', release))).toMatchObject({
      kind: 'failed',
      failure: { kind: 'no-database', code: 'P1001' },
    });
  },
);

test('exit code 2 without SQL is no difference that anybody could read', () => {
  expect(readDiff({ code: 2, stdout: '\n', stderr: 'sh: 1: Syntax error' })).toMatchObject({ kind: 'failed' });
});
