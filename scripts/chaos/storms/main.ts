import { parseArgs } from 'node:util';
import { writeResult } from '../matrix/result-file.ts';
import { runStorms } from './run-storms.ts';

const { values } = parseArgs({
  options: {
    storms: { type: 'boolean' },
    /** Keeps the rows in docs/reliability. */
    write: { type: 'boolean' },
  },
  allowPositionals: false,
});

const result = await runStorms({ command: 'npm run chaos -- --storms', say: (line) => console.log(line) });
const held = result.rows.filter(({ ok }) => ok).length;
console.log(`${held} of ${result.rows.length} held, in ${result.seconds} s`);
if (values.write) writeResult('docs/reliability/storms.json', result);
process.exitCode = held === result.rows.length ? 0 : 1;
