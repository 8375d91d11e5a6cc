import { describe, expect, it } from 'vitest';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import { dice } from '../../support/truth/dice.ts';

const parser = await loadParser();

function review(sql: string) {
  const plan = reviewPlan({
    parser,
    files: [{ path: 'a.sql', sql }],
    catalog: null,
    serverVersion: 15,
    atomicity: null,
  });
  return { verdict: plan.verdict, statements: plan.files[0]?.statements ?? [] };
}

const whole = `ALTER TABLE "größe" ADD COLUMN b text DEFAULT 'ä;--'; /* a /* b */ */ CREATE INDEX i ON t (lower(b)) WHERE b <> $x$;$x$; DROP TABLE t;`;

describe('no text brings a review down', () => {
  it('cut off anywhere', () => {
    for (let end = 0; end <= whole.length; end += 1) expect(() => review(whole.slice(0, end))).not.toThrow();
  });

  it('of random characters', () => {
    const chance = dice(5);
    const letters = [
      '\0',
      '\uD800',
      '\uFEFF',
      '$',
      "'",
      '"',
      '(',
      ')',
      ';',
      '--',
      '/*',
      '*/',
      '\\',
      ' ',
      '\n',
      '🙂',
      'DROP',
      'TABLE',
      'é',
      '$1',
    ];
    for (let count = 0; count < 300; count += 1) {
      const text = Array.from({ length: chance.throw(60) }, () => chance.of(letters)).join('');
      expect(() => review(text), JSON.stringify(text)).not.toThrow();
    }
  });

  it.each([
    ['brackets', `SELECT ${'('.repeat(3_000)}1${')'.repeat(3_000)}`],
    ['conditions', `DELETE FROM t WHERE ${Array.from({ length: 5_000 }, () => 'a = 1').join(' OR ')}`],
    ['queries', `SELECT * FROM ${'(SELECT * FROM '.repeat(300)}t${') AS x'.repeat(300)}`],
    ['comments', `${'/*'.repeat(2_000)}${'*/'.repeat(2_000)} DROP TABLE t`],
  ])('of deep %s', (_, sql) => {
    expect(review(sql).statements).toHaveLength(1);
  });

  it('of ten thousand statements, each seen', () => {
    const sql = Array.from({ length: 10_000 }, (_, at) => `ALTER TABLE t${at % 50} ADD COLUMN c${at} int;`).join('\n');
    expect(review(sql).statements).toHaveLength(10_000);
  }, 60_000);
});

describe('an allowance', () => {
  const drop = 'DROP TABLE t';
  const allowed = (before: string, sql = drop) =>
    review(`${before}\n${sql}`)
      .statements.at(-1)
      ?.findings.flatMap((one) => (one.allowed === undefined ? [] : [`${one.rule} ${one.allowed}`]));

  it('is shown with its reason, and the other findings count', () => {
    expect(allowed('-- godwit: allow B02 nobody reads it')).toEqual(['B02 nobody reads it']);
    const { verdict, statements } = review(`-- godwit: allow L28 quiet hour\n${drop}`);
    expect(verdict).toBe('risky');
    expect(statements[0]?.findings.map(({ rule }) => rule)).toContain('L28');
  });

  it('may stand among others', () => {
    expect(allowed('-- godwit: allow B02 gone\n-- why\n-- Godwit:  allow l28: quiet hour')).toEqual([
      'L28 quiet hour',
      'B02 gone',
    ]);
  });

  it.each([
    ['of another rule', '-- godwit: allow B01 nobody reads it'],
    ['of a rule that is none', '-- godwit: allow Z99 nobody reads it'],
    ['without a reason', '-- godwit: allow B02'],
    ['with nothing but marks for a reason', '-- godwit: allow B02 :'],
    ['in a block comment', '/* godwit: allow B02 nobody reads it */'],
    ['in a text before', "SELECT '\n-- godwit: allow B02 nobody reads it\n';"],
    ['in a DO body before', 'DO $$\n-- godwit: allow B02 nobody reads it\nBEGIN END $$;'],
    ['of the statement before', '-- godwit: allow B02 nobody reads it\nSELECT 1;'],
    ['within the statement before', 'SELECT 1\n-- godwit: allow B02 nobody reads it\n;'],
  ])('%s allows nothing', (_, before) => {
    expect(allowed(before)).toEqual([]);
  });
});
