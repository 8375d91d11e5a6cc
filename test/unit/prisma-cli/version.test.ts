import { expect, test } from 'vitest';
import { versionTrouble } from '../../../src/prisma-cli/version.ts';

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
