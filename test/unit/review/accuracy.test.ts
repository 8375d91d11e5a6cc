import path from 'node:path';
import { expect, it } from 'vitest';
import { casesBeside, readCases } from '../../../scripts/accuracy/cases.ts';
import { judge, score } from '../../../scripts/accuracy/measure.ts';
import { judgeBySquawk } from '../../../scripts/accuracy/squawk.ts';
import { squawkBinary } from '../../../scripts/squawk-binary.ts';
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

const binary = squawkBinary();

it.skipIf(binary === null)('judges squawk by the same yardstick', () => {
  const common = { canonical: 'L01', tier: 'lock', assumptions: {} } as const;
  const judged = judgeBySquawk(binary ?? '', [
    { ...common, id: 'found', expect: 'flag', sql: 'CREATE INDEX i ON t (a);' },
    { ...common, id: 'missed', expect: 'flag', sql: 'DROP TABLE t;' },
    { ...common, id: 'left-alone', expect: 'ok', sql: 'DROP TABLE t;' },
    { ...common, id: 'alarmed', expect: 'ok', sql: '-- 1.sql\nSELECT 1;\n-- 2.sql\nCREATE INDEX i ON t (a);' },
  ]);
  expect(Object.fromEntries(judged.map(({ one, right }) => [one.id, right]))).toEqual({
    found: true,
    missed: false,
    'left-alone': true,
    alarmed: false,
  });
});
