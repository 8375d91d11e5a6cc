import { expect, it } from 'vitest';
import { askedAgain } from '../../../../src/domain/decide/ask-again.ts';
import { locksInquiry } from '../../render/lock-samples.ts';

it('has the same question answered once more, and keeps what was found until then', () => {
  const answered = { ...locksInquiry(), complete: true };
  expect(askedAgain(answered)).toEqual({
    kind: 'proceed',
    inquiry: { ...answered, complete: false },
    effects: [{ kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: answered.id } }],
  });
});

it('asks nobody twice while somebody looks', () => {
  expect(askedAgain({ ...locksInquiry(), complete: false }).kind).toBe('leave');
});
