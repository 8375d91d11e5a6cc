import { describe, expect, it } from 'vitest';
import { ownCases, type ReviewCase } from '../../../scripts/accuracy/cases.ts';
import { judge } from '../../../scripts/accuracy/measure.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';

const parser = await loadParser();

/** What a person fills in: parts that the reviewer does not keep. */
const filledIn = (remedy: string): string =>
  remedy
    .replace(/CHECK \(…[^)]*\)/g, 'CHECK (true)')
    .replace(/FOR VALUES …/g, 'FOR VALUES IN (1)')
    .replaceAll('WHERE …', 'WHERE id BETWEEN 1 AND 1000')
    .replaceAll('…', 'filled_in');

/** `-- file 2` begins the next one, as `-- 2.sql` does in a case. */
const asFiles = (remedy: string): string => remedy.replace(/^-- file (\d+)$/gm, '-- $1.sql');

const remedies = new Map<string, ReviewCase & { readonly remedy: string }>();
for (const one of ownCases().filter(({ expect: what }) => what === 'flag')) {
  const found = judge(parser, one, true).review.files.flatMap(({ statements }) => statements);
  for (const { rule, remedy } of found.flatMap(({ findings }) => findings)) {
    if (rule === one.canonical) remedies.set(`${one.id}: ${remedy.split('\n')[0]}`, { ...one, remedy });
  }
}

describe('a remedy', () => {
  it.each([...remedies])('%s', (_, one) => {
    const sql = asFiles(filledIn(one.remedy));
    const { review } = judge(parser, { ...one, sql }, true);
    const found = review.files.flatMap(({ statements }) => statements.flatMap(({ findings }) => findings));
    const bad = found.filter(
      ({ rule, severity }) =>
        rule === 'P01' || (rule === one.canonical && severity !== 'safe') || severity === 'blocked',
    );
    expect({ sql, bad: bad.map(({ rule, severity, message }) => `${rule} ${severity} ${message}`) }).toEqual({
      sql,
      bad: [],
    });
  });
});
