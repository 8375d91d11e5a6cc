import { expect, test } from 'vitest';
import { unseenTrouble } from '../../../src/steps/unseen-trouble.ts';

test.each([
  ['godwit-receipt {"kind":"unseen","why":"ECONNREFUSED","of":"database"}', 'database-unreachable', ['ECONNREFUSED']],
  ['godwit-receipt {"kind":"unseen","why":"ENOENT"}', 'migrations-unreadable', ['ENOENT']],
  ['nothing of ours', 'migrations-unreadable', []],
])('%s is told as %s', (log, code, said) => {
  const trouble = unseenTrouble(log);
  expect([trouble.code, trouble.facts.map(({ value }) => value)]).toEqual([code, said]);
  expect(trouble.message).toContain('Prisma was not started');
});
