import { expect, test } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { detailOf } from '../../../src/domain/review-detail.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)] as [Sha256, Sha256];
const now = review([finding()]);
const detail = {
  mark: now.mark,
  files: [{ name: 'a', sha256: one, verdict: 'safe', statements: [], leftOut: 0 }],
} as const;

test.each([
  ['of these very files and this review', { pending: [{ name: 'a', sha256: one }], review: now }, true],
  ['of another file', { pending: [{ name: 'a', sha256: two }], review: now }, false],
  [
    'of one file of two',
    {
      pending: [
        { name: 'a', sha256: one },
        { name: 'b', sha256: two },
      ],
      review: now,
    },
    false,
  ],
  [
    'of a look that weighed less',
    { pending: [{ name: 'a', sha256: one }], review: review([finding({ severity: 'risky' })]) },
    false,
  ],
  [
    'of a review that broke',
    { pending: [{ name: 'a', sha256: one }], review: { kind: 'not-reviewed', why: 'x' } },
    false,
  ],
  ['of nothing', null, false],
] as const)('a detail %s', (_, plan, counts) => {
  expect(detailOf(detail, plan)).toEqual(counts ? detail : null);
});
