import { expect, test } from 'vitest';
import { markOf } from '../../../src/domain/receipt.ts';
import { onlyOurs } from '../../../src/steps/deploy-task.ts';
import { noon, plan } from '../domain/samples.ts';
import { look, row, sum } from './samples.ts';

const old = row('a', sum('1'));
const files = { a: sum('1'), b: sum('2'), c: sum('3') };
const approved = plan({
  pending: [
    { name: 'b', sha256: sum('2') },
    { name: 'c', sha256: sum('3') },
  ],
  history: [markOf(old)],
});
const back = row('b', sum('2'), { finishedAt: null, rolledBackAt: noon });
const ours = (history: Parameters<typeof look>[1], present: Parameters<typeof look>[0] = files) =>
  onlyOurs(approved, look(present, history));

test.each([
  ['nothing was written', [old]],
  ['a try was rolled back', [old, back]],
  ['twice, and one file is applied', [old, back, back, row('b', sum('2'))]],
])('a later try goes on where %s', (_, history) => {
  expect(ours(history)).toBe(true);
});

test.each([
  ['a row is gone', []],
  ['a row stands unfinished', [old, row('b', sum('2'), { finishedAt: null })]],
  ['another text was applied', [old, row('b', sum('9'))]],
  ['a stranger was applied', [old, row('x', sum('1'))]],
  ['an old row was rolled back', [{ ...old, rolledBackAt: noon }]],
])('it does not where %s', (_, history) => {
  expect(ours(history)).toBe(false);
});

test('it does not where a file changed, or another came', () => {
  expect(ours([old], { ...files, b: sum('9') })).toBe(false);
  expect(ours([old], { ...files, d: sum('4') })).toBe(false);
});
