import { parseArgs } from 'node:util';
import { openGrounds } from './grounds/grounds.ts';
import { thisMachine } from './machine.ts';
import type { Effort } from './measure.ts';
import { menu } from './menu.ts';
import { writeReport } from './report.ts';
import { table } from './table.ts';
import { takeAll } from './take-all.ts';

// npm run bench [-- --rows 1,3] [--quick]: a part of the table, or a fast look, is printed and not written.
const { values } = parseArgs({ options: { rows: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const wanted = values.rows?.split(',').map(Number);
const chosen = menu.filter(({ row }) => wanted?.includes(row) ?? true);
const effort: Effort = values.quick ? { rounds: 2, requests: 60 } : { rounds: 5, requests: 500 };

const machine = thisMachine();
await using grounds = await openGrounds();
const { results, broken } = await takeAll(chosen, grounds, effort);
if (results.length > 0) process.stdout.write(`\n${table(results)}\n`);
if (wanted === undefined && !values.quick && !broken) {
  await writeReport({ date: new Date().toISOString().slice(0, 10), machine, effort, results });
}
process.exitCode = !broken && results.every(({ ok }) => ok) ? 0 : 1;
