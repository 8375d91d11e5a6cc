import { describe, expect, it } from 'vitest';
import { untilNext } from '../../../src/jobs/reaper.ts';
import { epochMs } from '../../../src/lib/time.ts';

const at = { lookedAt: epochMs(1_000), now: epochMs(1_050), everyMs: 3_000 };

describe('waiting for the next moment', () => {
  it.each([
    ['nothing waits', null, null],
    ['it was looked at already', 1_000, null],
    ['it passed during the look', 1_020, 0],
    ['it is near', 1_550, 500],
    ['a later look comes first', 4_051, null],
  ])('%s', (_name, wake, expected) => {
    expect(untilNext(wake === null ? null : epochMs(wake), at)).toBe(expected);
  });
});
