/**
 * Counts what vitest's JSON reporter wrote. A file that could not be loaded has no tests to fail, and an error outside
 * of tests fails none: each counts as one failure, so that a red run never reads like a green one.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} results
 * @param {number} exitCode vitest's
 */
export function countResults(results, exitCode) {
  if (results === undefined) return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const failed = results.numFailedTests + results.testResults.filter(failedToLoad).length;
  const passed = results.numPassedTests;
  const skipped = results.numPendingTests + results.numTodoTests;
  return { passed, failed: exitCode === 0 ? failed : Math.max(1, failed), skipped };
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function failedToLoad({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed');
}
