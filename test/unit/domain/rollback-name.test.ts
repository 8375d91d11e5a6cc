import { expect, test } from 'vitest';
import { rollbackName } from '../../../src/domain/rollback-name.ts';
import { epochMs } from '../../../src/lib/time.ts';

const at = epochMs(Date.UTC(2026, 10, 22, 15, 0, 5));

test('the time as Prisma writes it, and the oldest one that it takes back', () => {
  expect(rollbackName(['20240511120000_unique_name', '20240510120000_add_vault'], at)).toBe(
    '20261122150005_rollback_add_vault',
  );
});

test('a name becomes a folder whatever it is called, and no longer than a folder may be', () => {
  expect(rollbackName(['2024_a b/../; rm'], at)).toBe('20261122150005_rollback_a_b_rm');
  expect(rollbackName([`1_${'x'.repeat(300)}`], at)).toHaveLength(14 + '_rollback_'.length + 100);
});
