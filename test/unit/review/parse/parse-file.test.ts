import { describe, expect, it } from 'vitest';
import { parseFile } from '../../../../src/review/parse/parse-file.ts';
import { loadParser } from '../../../../src/review/parse/parser.ts';

const parser = await loadParser();

function statementsOf(text: string) {
  return [...parseFile(parser, text)].map((one) => {
    if (one.kind === 'not-parsed') throw new Error(one.why);
    return one;
  });
}

describe('a file', () => {
  it('gives each statement its text and the line of its first word, whatever the letters', () => {
    const text = "\uFEFF-- größe ✓ 日本\nSELECT 'äöü 🙂';\n\n/* one /* two */ */ -- three\n  SELECT\n 2 ;SELECT 3";
    expect(statementsOf(text).map(({ sql, line }) => ({ sql, line }))).toEqual([
      { sql: "SELECT 'äöü 🙂'", line: 2 },
      { sql: 'SELECT\n 2', line: 5 },
      { sql: 'SELECT 3', line: 6 },
    ]);
  });

  it.each(['', '\uFEFF', '  \n', '-- nothing\n', '/* nothing */'])('of %j has no statements', (text) => {
    expect(statementsOf(text)).toEqual([]);
  });

  it('that is no SQL says where', () => {
    expect([...parseFile(parser, 'SELECT 1;\nSELEC 2;')]).toMatchObject([
      { kind: 'not-parsed', line: 2, sql: 'SELEC 2;' },
    ]);
  });

  it('allows a rule on the statement below the comment, with a reason', () => {
    const [first, second, third] = statementsOf(
      '-- godwit: allow L01 small table\nSELECT 1;\n-- godwit: allow B01\nSELECT 2;\nSELECT 3;',
    );
    expect(first?.allowances).toEqual([{ rule: 'L01', reason: 'small table' }]);
    expect([second?.allowances, third?.allowances]).toEqual([[], []]);
  });
});
