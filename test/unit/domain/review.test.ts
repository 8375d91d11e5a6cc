import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { blockers, markOfFindings, needsWindow, reviewDifferences, verdictOf } from '../../../src/domain/review.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';

const broke = { kind: 'not-reviewed', why: 'the parser broke' } as const;

describe('what an approval depends on', () => {
  const mark = markOfFindings([finding()]);
  it.each([
    ['the rule', { rule: 'L02' }],
    ['the severity', { severity: 'risky' }],
    ['the file', { file: 'b' }],
    ['the statement', { statement: 1 }],
    ['the table', { table: 'users' }],
    ['the allowance', { allowance: 'at night' }],
  ] as const)('has %s', (_, change) => {
    expect(markOfFindings([finding(change)])).not.toBe(mark);
  });

  it('has no words, no estimate and no size', () => {
    expect(markOfFindings([finding({ sentence: 'Other words.', title: 'x', held: { fromMs: 1, toMs: 2 } })])).toBe(
      mark,
    );
  });
});

describe('verdictOf', () => {
  it('is caution where the review broke: neither safe nor in the way', () => {
    expect(verdictOf(broke)).toBe('caution');
    expect(blockers(broke)).toEqual([]);
    expect(verdictOf(review([finding({ severity: 'risky' })]))).toBe('risky');
  });
});

describe('blockers', () => {
  it('are the blocked findings that no comment allows', () => {
    const [one, two] = [finding({ severity: 'blocked' }), finding({ severity: 'blocked', allowance: 'test data' })];
    expect(blockers(review([one, two, finding()]))).toEqual([one]);
    expect(blockers(null)).toEqual([]);
  });
});

describe('a window', () => {
  it.each([
    ['nothing is found', review([]), false],
    ['a lock is short', review([finding({ tier: 'lock', severity: 'caution' })]), false],
    ['running code breaks, without a lock', review([finding({ tier: 'compat', severity: 'risky' })]), false],
    ['a lock is long', review([finding({ tier: 'lock', severity: 'risky' })]), true],
    ['a long lock is allowed', review([finding({ tier: 'lock', severity: 'risky', allowance: 'small' })]), true],
    ['something is blocked', review([finding({ tier: 'data', severity: 'blocked' })]), true],
    ['it could not be reviewed', broke, true],
    ['nobody reviewed', null, true],
  ])('where %s: needed is %3$s', (_, what, needed) => {
    expect(needsWindow(what)).toBe(needed);
  });
});

describe('reviewDifferences', () => {
  const before = review([finding()], { sizes: [{ table: 'orders', small: true }] });
  it.each([
    [
      'a risk that hardened with its table',
      review([finding({ severity: 'risky' })], { sizes: [{ table: 'orders', small: false }] }),
      ['a, statement 1: L01 is risky now, it was caution, since orders is no longer small'],
    ],
    [
      'a finding more',
      review([finding(), finding({ rule: 'B01', statement: 1, sentence: 'Dropping note breaks running code.' })]),
      ['a, statement 2: the review finds now: Dropping note breaks running code.'],
    ],
    [
      'a finding less',
      review([]),
      ['a, statement 1: the review finds no longer: Building i blocks all writes to orders.'],
    ],
    ['an allowance', review([finding({ allowance: 'x' })]), ['a, statement 1: the allowance of L01 changed']],
    [
      'a database that cannot be read any more',
      review([finding({ severity: 'risky' })], { blind: 'reading it took longer than 2 s' }),
      [
        'the review could not read the database this time: reading it took longer than 2 s',
        'a, statement 1: L01 is risky now, it was caution',
      ],
    ],
    ['a review that broke', broke, ['it could not be reviewed: the parser broke']],
    ['newer rules that find the same', review([finding()], { version: 2 }), ['the rules of the review changed']],
    ['nothing', before, []],
  ])('names %s', (_, now, sentences) => {
    expect(reviewDifferences(before, now)).toEqual(sentences);
  });

  it('names five and counts the rest, and is never silent about another mark', () => {
    const many = Array.from({ length: 9 }, (_, statement) => finding({ statement: statement + 1 }));
    expect(reviewDifferences(before, review([finding(), ...many])).at(-1)).toBe('4 more findings changed');
    expect(reviewDifferences(before, { ...before, mark: 'f'.repeat(64) as Sha256 })).toEqual(['the review changed']);
    expect(reviewDifferences(null, before)).toEqual(['the SQL is reviewed by Godwit from now on']);
  });
});
