import { expect, test } from 'vitest';
import { readSettingsProof, settingsProof } from '../../../src/prisma-cli/settings-proof.ts';

test('asks for every setting in one statement', () => {
  const sql = settingsProof({ lock_timeout: 2_000, statement_timeout: 60_000 });
  expect(sql).toContain("(name = 'lock_timeout' AND setting <> '2000') OR (name = 'statement_timeout'");
  expect(sql.trim().indexOf(';')).toBe(sql.trim().length - 1);
});

test.each([
  ['it ended well', { code: 0, stdout: 'Script executed successfully.\n', stderr: '' }, { kind: 'in-effect' }],
  [
    'the server names what it has',
    {
      code: 1,
      stdout: '',
      stderr: 'Error: ERROR: unrecognized configuration parameter "godwit: lock_timeout is 0"\n',
    },
    { kind: 'without-effect', found: 'lock_timeout is 0' },
  ],
  [
    'something else went wrong',
    { code: 1, stdout: 'Loaded Prisma config.\n', stderr: "Error: P1001: Can't reach database server\n\n" },
    { kind: 'unknown', why: "Error: P1001: Can't reach database server" },
  ],
  ['nothing was said', { code: 3, stdout: '', stderr: '' }, { kind: 'unknown', why: 'exit code 3, without a word' }],
])('%s', (_, output, expected) => {
  expect(readSettingsProof(output)).toEqual(expected);
});
