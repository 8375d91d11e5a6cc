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
  readonly effort: Pick<Effort, 'rounds'> & Partial<Effort>;
  readonly results: readonly Result[];
}

/** Whose figures they are: the page's title, the command that makes them, and the files' names. */
export interface Made {
  readonly title: string;
  readonly command: string;
  /** Before the date and `latest`; null for nothing. */
  readonly name: string | null;
}

const whole: Made = { title: 'Speed', command: 'npm run bench', name: null };

/** Writes `<date>.json` and `latest.md`; both stand whole or not at all. */
export async function writeReport(report: Report, made: Made = whole): Promise<void> {
  const prefix = made.name === null ? '' : `${made.name}-`;
  await mkdir(folder, { recursive: true });
  await replace(`${prefix}${report.date}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await replace(`${prefix}latest.md`, page(report, made));
}

async function replace(name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

function page({ date, machine, effort, results }: Report, made: Made): string {
  const { cores, memoryGB, node, commit, loadBefore } = machine;
  return `# ${made.title}

${date}, ${cores} cores, ${memoryGB} GB of memory, Node ${node}${commit === null ? '' : `, commit ${commit}`}, load before ${loadBefore.toFixed(1)}. Made by \`${made.command}\`.

${table(results)}

Each figure is the median of its rounds (${effort.rounds}, unless the notes say otherwise), the spread is from the smallest to the largest. Godwit and what it is compared with
take turns within one run, and everything that they need (servers, hosts, Slack's stand-in) runs on the same ${cores} cores. PostgreSQL does not wait for the disk, on either side.

${results.map(({ row, measure, note }) => `- **${row}, ${measure}**: ${note}`).join('\n')}
`;
}
