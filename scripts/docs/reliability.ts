import { stepsOf } from '../../src/domain/run.ts';
import { allCells, type Cell, kinds, leftOut, nameOf } from '../chaos/matrix/cells.ts';
import { type FaultName, faultNames, faults } from '../chaos/matrix/faults.ts';
import { matrixFile, type Result, readResult } from '../chaos/matrix/result-file.ts';
import { commandOf, countsOf, type Row } from '../chaos/matrix/rows.ts';
import { code, table } from './table.ts';

export const reliabilityFile = 'docs/reliability.md';
const stormsFile = 'docs/reliability/storms.json';

/** A row of a storm: whatever was measured, under the words of its column. */
export type StormRow = Readonly<Record<string, string | number | boolean>>;

/** `docs/reliability.md`, from what the runs left. */
export const reliabilityPage = (): string =>
  pageOf({ matrix: readResult<Row>(matrixFile), storms: readResult<StormRow>(stormsFile) });

export function pageOf({
  matrix,
  storms,
}: {
  readonly matrix: Result<Row> | null;
  readonly storms: Result<StormRow> | null;
}): string {
  const parts = [head, '## The kill matrix', ...matrixPart(matrix), '## Storms', ...stormsPart(storms)];
  return `${parts.join('\n\n')}\n`;
}

const head = `# Reliability

Written by \`npm run docs\` from what the runs below left in \`docs/reliability\`; nothing here is typed by hand.`;

const matrixIntro = `At every step of every kind of run one thing goes wrong, in real processes: PostgreSQL, Redis, OpenSSH, the Prisma CLI, and a stand-in of Slack. It goes wrong while a command of that step is held at the host's door; \`notify\`, which asks the host nothing, is held where its beginning is committed.

Judged from outside, by what the host began and printed, the target's history and tables, Godwit's own tables, and the card:

- **lost**: no run, no card, or less of the log than the host printed
- **doubled**: two runs or two cards, a command begun twice, or more of the log than the host printed
- **wrong**: the target is not what the record says, the reason of a failure is not true, or the card says something else or has a button that does nothing
- **stuck**: neither ended nor unknown a minute after everything was up again and the fault could be noticed (a worker counts as dead after 15 s of silence, a connection after 40 s)

What may fail is the run whose host, database or script was hit. What was hit beside it (Godwit's own processes, Redis, its own PostgreSQL, Slack, the connection, a clock) must not fail it.`;

function matrixPart(matrix: Result<Row> | null): readonly string[] {
  if (matrix === null) return [matrixIntro, `Not tried yet: ${code('npm run chaos')}.`];
  const { tried, lost, doubled, wrong, stuck } = countsOf(matrix.rows);
  const reasoned = allCells().filter((cell) => leftOut(cell) !== null).length;
  const open = allCells().length - reasoned - tried;
  const counts = table(
    ['cells tried', 'not tried yet', 'left out with a reason', 'lost', 'doubled', 'wrong', 'stuck'],
    [[tried, open, reasoned, lost, doubled, wrong, stuck].map(String)],
  );
  return [
    matrixIntro,
    madeBy(matrix),
    counts,
    ...kinds.flatMap((kind) => [`### ${kind}`, grid(kind, matrix.rows)]),
    'A cell says how the run ended; – is one that is not tried, with the reason below. One cell again: `npm run chaos -- --only <kind>:<step>:<fault>`.',
    '### What goes wrong',
    table(['fault', 'what it is', 'not tried'], faultNames.map(faultRow)),
    ...failures(matrix.rows),
  ];
}

const madeBy = ({ madeAt, node, command, seconds }: Result<unknown>): string =>
  `Made on ${madeAt.slice(0, 10)} in ${Math.ceil(seconds / 60)} min on Node ${node} by ${code(command)}.`;

function grid(kind: Cell['kind'], rows: readonly Row[]): string {
  const found = new Map(rows.map((row) => [nameOf(row), row]));
  const lines = faultNames.map((fault) => [
    code(fault),
    ...stepsOf[kind].map((step) => cellText({ kind, step, fault }, found)),
  ]);
  return table(['fault', ...stepsOf[kind]], lines);
}

function cellText(cell: Cell, found: ReadonlyMap<string, Row>): string {
  if (leftOut(cell) !== null) return '–';
  const row = found.get(nameOf(cell));
  if (row === undefined) return 'not tried';
  return row.verdict === 'held' ? row.ending : `**${row.verdict}**`;
}

function faultRow(fault: FaultName): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const cell of allCells().filter((one) => one.fault === fault)) {
    const reason = leftOut(cell);
    if (reason === null) continue;
    const steps = reasons.get(reason) ?? [];
    reasons.set(reason, steps.includes(cell.step) ? steps : [...steps, cell.step]);
  }
  const said = [...reasons].map(([reason, steps]) => `${steps.join(', ')}: ${reason}`);
  return [code(fault), faults[fault].title, said.join('; ')];
}

function failures(rows: readonly Row[]): readonly string[] {
  const bad = rows.filter(({ verdict }) => verdict !== 'held');
  if (bad.length === 0) return [];
  const lines = bad.map((row) => [row.verdict, row.why ?? '', row.ending, code(commandOf(row))]);
  return ['### What did not hold', table(['verdict', 'why', 'ending', 'again'], lines)];
}

function stormsPart(storms: Result<StormRow> | null): readonly string[] {
  if (storms === null) return ['Not measured yet.'];
  const columns = [...new Set(storms.rows.flatMap((row) => Object.keys(row)))];
  return [
    madeBy(storms),
    table(
      columns,
      storms.rows.map((row) => columns.map((column) => String(row[column] ?? ''))),
    ),
  ];
}
