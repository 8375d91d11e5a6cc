import { expect, it } from 'vitest';
import { after, epochMs } from '../../../src/lib/time.ts';

it('after counts in milliseconds, also backwards', () => {
  expect([after(epochMs(1_000), 500), after(epochMs(1_000), -500)]).toEqual([1_500, 500]);
});
