import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Machine } from './machine.ts';
import type { Effort, Result } from './measure.ts';
import { table } from './table.ts';

const folder = fileURLToPath(new URL('results/', import.meta.url));

export interface Report {
  readonly date: string;
  readonly machine: Machine;
  readonly effort: Effort;
  readonly results: readonly Result[];
}

/** Writes `<date>.json` and `latest.md`; both stand whole or not at all. */
export async function writeReport(report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  await replace(`${report.date}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await replace('latest.md', page(report));
}

async function replace(name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

function page({ date, machine, effort, results }: Report): string {
  const { cores, memoryGB, node, commit, loadBefore } = machine;
  return `# Speed

${date}, ${cores} cores, ${memoryGB} GB of memory, Node ${node}${commit === null ? '' : `, commit ${commit}`}, load before ${loadBefore.toFixed(1)}. Made by \`npm run bench\`.

${table(results)}

Each figure is the median of its rounds (${effort.rounds}, unless the notes say otherwise), the spread is from the smallest to the largest. Godwit and what it is compared with
take turns within one run, and everything (Slack's stand-in, PostgreSQL, Redis, the hosts) runs on the same ${cores} cores. PostgreSQL does not wait for the disk, on either side.

${results.map(({ row, measure, note }) => `- **${row}, ${measure}**: ${note}`).join('\n')}
`;
}
