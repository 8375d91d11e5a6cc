import { describe, expect, it } from 'vitest';
import { appliedTrouble, promiseTrouble } from '../../../src/steps/verify.ts';
import { noon, plan } from '../domain/samples.ts';
import { row, sum } from './samples.ts';

const approved = plan({
  pending: [
    { name: 'b', sha256: sum('2') },
    { name: 'c', sha256: sum('3') },
  ],
  history: [{ name: 'a', checksum: sum('1'), finished: true, rolledBack: false }],
});
const before = row('a', sum('1'));

describe('appliedTrouble', () => {
  it('is content when what was applied is what was approved', () => {
    expect(appliedTrouble(approved, [before, row('b', sum('2')), row('c', sum('3'))])).toBeNull();
  });
  it('is loud about a file that was applied with another content', () => {
    expect(appliedTrouble(approved, [before, row('b', sum('9')), row('c', sum('3'))])).toMatchObject({
      code: 'applied-differs',
      message: expect.stringContaining('not what was approved: b.'),
    });
  });
  it('is loud about a migration that nobody approved', () => {
    const history = [before, row('b', sum('2')), row('c', sum('3')), row('d', sum('4'))];
    expect(appliedTrouble(approved, history)?.message).toBe('More was applied than was approved: d.');
  });
  it('takes the row that stands, not one that was rolled back', () => {
    const first = row('b', sum('9'), { finishedAt: null, rolledBackAt: noon });
    expect(appliedTrouble(approved, [before, first, row('b', sum('2')), row('c', sum('3'))])).toBeNull();
  });
});

describe('promiseTrouble', () => {
  const drift = (...differences: readonly string[]) =>
    ({ kind: 'compared', differences, undeclared: ['index "own" on "Order"'], unsure: [] }) as const;
  const invalid = 'index "i" on "Order" is invalid: it was never finished';

  it('is silent where all is as promised, or could not be compared', () => {
    expect(promiseTrouble(drift(), [])).toBeNull();
    expect(promiseTrouble({ kind: 'not-compared', why: 'too large' }, [])).toBeNull();
  });

  it('names what differs since, and not what differed before', () => {
    expect(
      promiseTrouble(drift('foreign key "k" of "Order" is gone', invalid), ['foreign key "k" of "Order" is gone']),
    ).toMatchObject({
      code: 'not-as-promised',
      facts: [{ label: 'Difference', value: invalid }],
    });
    expect(promiseTrouble(drift(invalid), [invalid])).toBeNull();
  });
});
