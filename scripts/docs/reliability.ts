import { stepsOf } from '../../src/domain/run.ts';
import { allCells, type Cell, kinds, leftOut, nameOf } from '../chaos/matrix/cells.ts';
import { type FaultName, faultNames, faults } from '../chaos/matrix/faults.ts';
import type { Made } from '../chaos/matrix/made.ts';
import { type Matrix, matrixFile, type Result, readResult } from '../chaos/matrix/result-file.ts';
import { commandOf, countsOf, openCells, type Row, type Untried } from '../chaos/matrix/rows.ts';
import { code, table } from './table.ts';

export const reliabilityFile = 'docs/reliability.md';
const stormsFile = 'docs/reliability/storms.json';

/** A row of a storm: whatever was measured, under the words of its column. */
export type StormRow = Readonly<Record<string, string | number | boolean>>;

/** `docs/reliability.md`, from what the runs left. */
export const reliabilityPage = (): string =>
  pageOf({ matrix: readResult<Matrix>(matrixFile), storms: readResult<Result<StormRow>>(stormsFile) });

export function pageOf({
  matrix,
  storms,
}: {
  readonly matrix: Matrix | null;
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

function matrixPart(matrix: Matrix | null): readonly string[] {
  if (matrix === null) return [matrixIntro, `Not tried yet: ${code('npm run chaos')}.`];
  const { tried, lost, doubled, wrong, stuck } = countsOf(matrix.rows);
  const reasoned = allCells().filter((cell) => leftOut(cell) !== null).length;
  const counts = table(
    [
      'cells tried',
      'not tried yet',
      'could not be tried',
      'left out with a reason',
      'lost',
      'doubled',
      'wrong',
      'stuck',
    ],
    [[tried, openCells(matrix).length, matrix.untried.length, reasoned, lost, doubled, wrong, stuck].map(String)],
  );
  return [
    matrixIntro,
    runsOf(matrix),
    counts,
    ...untriedPart(matrix.untried),
    ...kinds.flatMap((kind) => [`### ${kind}`, grid(kind, matrix)]),
    'A cell says how the run ended; – is one that is not tried, with the reason below. One cell again: `npm run chaos -- --only <kind>:<step>:<fault>`.',
    '### What goes wrong',
    table(['fault', 'what it is', 'not tried'], faultNames.map(faultRow)),
    ...failures(matrix),
  ];
}

const madeBy = ({ madeAt, commit, node, command, seconds }: Made): string =>
  `Made on ${madeAt.slice(0, 10)}${commit === undefined ? '' : ` at commit ${code(commit)}`} in ${minutes(seconds)} on Node ${node} by ${code(command)}.`;

const minutes = (seconds: number): string => `${Math.ceil(seconds / 60)} min`;

/** One run speaks for all rows; of several each says how many rows are its own. */
function runsOf({ runs, rows }: Matrix): string {
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return madeBy(only);
  const lines = runs.map(({ madeAt, commit, node, command, seconds }) => [
    madeAt.slice(0, 16).replace('T', ' '),
    commit === undefined ? 'not written down' : code(commit),
    String(rows.filter(({ run }) => run === madeAt).length),
    minutes(seconds),
    node,
    code(command),
  ]);
  return table(['made, UTC', 'at commit', 'cells that stand', 'in', 'on Node', 'by'], lines);
}

function untriedPart(untried: readonly Untried[]): readonly string[] {
  const reasons = [...new Set(untried.map(({ why }) => why))];
  return reasons.map((why) => {
    const cells = untried.filter((one) => one.why === why);
    return `${cells.length} cells could not be tried, as ${why}: ${cells.map((cell) => code(nameOf(cell))).join(', ')}.`;
  });
}

function grid(kind: Cell['kind'], { rows, untried }: Matrix): string {
  const found = new Map<string, Row | Untried>([...rows, ...untried].map((one) => [nameOf(one), one]));
  const lines = faultNames.map((fault) => [
    code(fault),
    ...stepsOf[kind].map((step) => cellText({ kind, step, fault }, found)),
  ]);
  return table(['fault', ...stepsOf[kind]], lines);
}

function cellText(cell: Cell, found: ReadonlyMap<string, Row | Untried>): string {
  if (leftOut(cell) !== null) return '–';
  const row = found.get(nameOf(cell));
  if (row === undefined) return 'not tried';
  if (!('verdict' in row)) return 'could not be tried';
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

function failures({ rows, runs }: Matrix): readonly string[] {
  const bad = rows.filter(({ verdict }) => verdict !== 'held');
  if (bad.length === 0) return [];
  const commits = new Map(runs.map(({ madeAt, commit }) => [madeAt, commit]));
  const lines = bad.map((row) => [
    row.verdict,
    row.why ?? '',
    row.ending,
    commits.get(row.run ?? '') ?? '',
    code(commandOf(row)),
  ]);
  return ['### What did not hold', table(['verdict', 'why', 'ending', 'at commit', 'again'], lines)];
}

function stormsPart(storms: Result<StormRow> | null): readonly string[] {
  if (storms === null) return ['Not measured yet.'];
  const columns = [...new Set(storms.rows.flatMap((row) => Object.keys(row)))];
  return [
    madeBy(storms),
    table(
      columns,
      storms.rows.map((row) => columns.map((column) => measured(row[column] ?? ''))),
    ),
  ];
}

function measured(value: StormRow[string]): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? 'yes' : '**no**';
}
