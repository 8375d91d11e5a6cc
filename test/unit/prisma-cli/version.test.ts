import { expect, test } from 'vitest';
import { versionTrouble, versionWarning } from '../../../src/prisma-cli/version.ts';

test.each([
  ['5.22.0', null],
  ['6.19.3', null],
  ['7.10.0', null],
  ['7.11.0-dev.3', null],
  ['8.0.0-rc.19', 'prisma-version'],
  ['nonsense', 'prisma-version'],
  [null, 'prisma-missing'],
])('%s', (version, code) => {
  expect(versionTrouble(version)?.code ?? null).toBe(code);
});

test('a release that nobody tried is named, and stops nothing', () => {
  expect(versionWarning('7.11.0')).toBe('Prisma 7.11.0 is newer than 7.10, the newest that Godwit was tried with');
  expect([versionWarning('7.10.1'), versionWarning('6.2.0'), versionWarning(null)]).toEqual([null, null, null]);
});
