import { describe, expect, it } from 'vitest';
import { ownCases } from '../../../scripts/accuracy/cases.ts';
import { judge } from '../../../scripts/accuracy/measure.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { rules } from '../../../src/review/rules/menu.ts';

const parser = await loadParser();

describe('every rule', () => {
  it('has an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it.each(ownCases().map((one) => ({ name: one.id, one })))('$name', ({ one }) => {
    const { right, review } = judge(parser, one, true);
    const found = review.files.flatMap(({ statements }) => statements.flatMap(({ findings }) => findings));
    expect({ right, found: right ? [] : found.map(({ rule, message }) => `${rule} ${message}`) }).toEqual({
      right: true,
      found: [],
    });
  });
});
