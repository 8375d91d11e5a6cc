import { parseArgs } from 'node:util';
import { openGrounds } from './grounds/grounds.ts';
import { thisMachine } from './machine.ts';
import type { Effort, Result } from './measure.ts';
import { menu } from './menu.ts';
import { writeReport } from './report.ts';
import { table } from './table.ts';

// npm run bench [-- --rows 1,3] [--quick]: a part of the table, or a fast look, is printed and not written.
const { values } = parseArgs({ options: { rows: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const wanted = values.rows?.split(',').map(Number);
const chosen = menu.filter(({ row }) => wanted?.includes(row) ?? true);
const effort: Effort = values.quick ? { rounds: 2, requests: 60 } : { rounds: 5, requests: 500 };

const machine = thisMachine();
const results = await takeAll();
process.stdout.write(`\n${table(results)}\n`);
if (wanted === undefined && !values.quick) {
  await writeReport({ date: new Date().toISOString().slice(0, 10), machine, effort, results });
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

async function takeAll(): Promise<readonly Result[]> {
  await using grounds = await openGrounds();
  const taken: Result[] = [];
  for (const { row, title, take } of chosen) {
    process.stdout.write(`row ${row}: ${title} …\n`);
    taken.push(...(await take(grounds, effort)));
  }
  return taken;
}
