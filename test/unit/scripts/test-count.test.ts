import { expect, test } from 'vitest';
import { countLine, countResults } from '../../../scripts/test-count.mjs';

const results = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const line = (part: object, exitCode: number) => countLine(countResults({ ...results, ...part }, exitCode));

test('says how many passed and failed', () => {
  expect(line({}, 0)).toBe('3 passed, 0 failed');
  expect(line({ numFailedTests: 2 }, 1)).toBe('3 passed, 2 failed');
});

test('adds what was skipped only when something was', () => {
  expect(line({ numPendingTests: 1, numTodoTests: 1 }, 0)).toBe('3 passed, 0 failed, 2 skipped');
});

test('a file that could not be loaded counts as a failure, a file with a failed test only once', () => {
  const unloadable = { status: 'failed', assertionResults: [] };
  const withFailure = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
  expect(line({ numFailedTests: 1, testResults: [unloadable, withFailure] }, 1)).toBe('3 passed, 2 failed');
});

test('a red exit never reads like a green one', () => {
  expect(line({}, 1)).toBe('3 passed, 1 failed');
  expect(countLine(countResults(undefined, 1))).toBe('0 passed, 1 failed');
});
