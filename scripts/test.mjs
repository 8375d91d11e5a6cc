// npm test [-- vitest's arguments]: sets up what is missing, then runs every test. The last line is the count.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInForeground } from './foreground.mjs';
import { ensure } from './setup.mjs';
import { countLine, countResults } from './test-count.mjs';

await ensure({ packages: true, engine: true, olderPrisma: true, build: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'godwit-test-'));
const results = path.join(scratch, 'results.json');
try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const argv = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...process.argv.slice(2)];
  const exitCode = await runInForeground([process.execPath, ...argv]);
  process.stdout.write(`\n${countLine(countResults(readResults(), exitCode))}\n`);
  process.exitCode = exitCode;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** undefined when vitest ended before it could write them. */
function readResults() {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return undefined;
  }
}
