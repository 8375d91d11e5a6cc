import path from 'node:path';
import { expect, it } from 'vitest';
import { casesBeside, readCases } from '../../../scripts/accuracy/cases.ts';
import { judge, score } from '../../../scripts/accuracy/measure.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';

const file = process.env.GODWIT_REVIEW_CASES ?? casesBeside(path.resolve(import.meta.dirname, '../../..'));

it.skipIf(file === null)('finds what the cases beside the project find, and leaves alone what they leave', async () => {
  const parser = await loadParser();
  const cases = file === null ? [] : readCases(file);
  for (const catalog of [true, false]) {
    const { recall, specificity } = score(cases.map((one) => judge(parser, one, catalog)));
    expect(recall).toBeGreaterThanOrEqual(0.96);
    expect(specificity).toBeGreaterThanOrEqual(0.95);
  }
});
