import { expect, test } from 'vitest';
import { pileUp } from '../../../src/steps/pile-up.ts';
import { later, noon } from '../domain/samples.ts';

const limit = { sessions: 3, forMs: 5_000 };

test('the time begins at the number, and lasts as long as it is reached', () => {
  expect(pileUp(null, { behind: 2, now: noon }, limit)).toEqual({ pileUp: null, tooLong: false });
  const first = pileUp(null, { behind: 3, now: noon }, limit);
  expect(first).toEqual({ pileUp: { since: noon, sessions: 3 }, tooLong: false });
  expect(pileUp(first.pileUp, { behind: 9, now: later(4_999) }, limit)).toEqual({
    ...{ pileUp: { since: noon, sessions: 9 }, tooLong: false },
  });
  expect(pileUp(first.pileUp, { behind: 3, now: later(5_000) }, limit).tooLong).toBe(true);
  expect(pileUp(first.pileUp, { behind: 2, now: later(5_000) }, limit)).toEqual({ pileUp: null, tooLong: false });
});

test('without a limit nothing is too long', () => {
  expect(pileUp({ since: noon, sessions: 9 }, { behind: 99, now: later(90_000) }, null).tooLong).toBe(false);
});
