import { parseArgs } from 'node:util';
import { thisMachine } from '../machine.ts';
import type { Result } from '../measure.ts';
import { writeReport } from '../report.ts';
import { table } from '../table.ts';
import { openGround } from './ground.ts';
import { menu } from './menu.ts';

// npm run bench:review [-- --rows 1,3] [--quick]: a part of the table, or a fast look, is printed and not written.
const { values } = parseArgs({ options: { rows: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const wanted = values.rows?.split(',').map(Number);
const rounds = values.quick ? 2 : 5;

const machine = thisMachine();
const results: Result[] = [];
await using ground = await openGround();
for (const { row, title, take } of menu.filter((one) => wanted?.includes(one.row) ?? true)) {
  process.stdout.write(`row ${row}: ${title} …\n`);
  results.push(...(await take(ground, rounds)));
}
process.stdout.write(`\n${table(results)}\n`);
if (wanted === undefined && !values.quick) {
  const made = { title: 'Speed of the reviewer', command: 'npm run bench:review', name: 'review' };
  await writeReport({ date: new Date().toISOString().slice(0, 10), machine, effort: { rounds }, results }, made);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
