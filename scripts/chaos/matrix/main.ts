import path from 'node:path';
import { parseArgs } from 'node:util';
import { openPlaygroundDirectory } from '../../../playground/servers/playground-directory.ts';
import { allCells, batches, type Cell, type Choice, isChosen, leftOut, nameOf, unknownWords } from './cells.ts';
import { onlyLooks } from './faults.ts';
import { type Ground, openGround } from './ground/ground.ts';
import { presentCommit } from './made.ts';
import { type Matrix, matrixFile, readResult, writeResult } from './result-file.ts';
import { allHeld, commandOf, countsOf, merged, type Row, rowOf, type Untried } from './rows.ts';
import { type Missed, tryBatch } from './try-batch.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    kind: { type: 'string', multiple: true },
    fault: { type: 'string', multiple: true },
    /** Leaves out what held already, by the kept result. */
    resume: { type: 'boolean' },
    /** Keeps the rows in docs/reliability. */
    write: { type: 'boolean' },
    /** Grounds side by side: while the runs of one wait for a silence to be noticed, another one works. */
    lanes: { type: 'string', default: '2' },
    /** Environments of each kind on one ground; a batch uses no more than four. */
    each: { type: 'string', default: '4' },
  },
  allowPositionals: false,
});
const choice: Choice = { only: values.only, kind: values.kind, fault: values.fault };
const unknown = unknownWords(choice);
if (unknown.length > 0) throw new Error(`choosing cells: nothing is called ${unknown.join(', ')}`);

const kept = readResult<Matrix>(matrixFile);
const earlier = values.resume ? (kept?.rows ?? []).filter(({ verdict }) => verdict === 'held') : [];
const done = new Set(earlier.map(nameOf));
const chosen = allCells().filter((cell) => isChosen(cell, choice) && leftOut(cell) === null && !done.has(nameOf(cell)));
const each = Number(values.each);
/** Where something detached is hit comes first: a run that is stopped early has tried what matters most. */
const queue = [...batches(chosen, each)].toSorted((a, b) => looksOf(a) - looksOf(b));
const startedAt = performance.now();
const begun = { madeAt: new Date().toISOString(), ...presentCommit(), node: process.version };
const command = ['npm run chaos --', ...process.argv.slice(2)].join(' ');
const rows: Row[] = [];
const untried: Untried[] = [];
const missed = new Map<string, number>();
console.log(`${chosen.length} cells in ${queue.length} batches`);

const noDisk = 'no disk of its own could be mounted there, so none could be filled';

const playground = await openPlaygroundDirectory();
try {
  await Promise.all(Array.from({ length: Number(values.lanes) }, (_, lane) => work(lane)));
} finally {
  playground.remove();
}
report();

/** One ground after the other: a new one after a batch that left runs open. */
async function work(lane: number): Promise<void> {
  for (let turn = 1; queue.length > 0; turn++) {
    const directory = path.join(playground.path, `ground-${lane}-${turn}`);
    await using ground = await openGround({ directory, playground: playground.path, each });
    while (await tryNext(ground));
  }
}

/** Whether this ground may be tried on once more. */
async function tryNext(ground: Ground): Promise<boolean> {
  const batch = queue.shift();
  if (batch === undefined) return false;
  if (batch[0]?.fault === 'disk' && ground.disk.fill === null) {
    for (const cell of batch) untried.push({ ...cell, why: noDisk });
    console.log(`${batch.length} cells are not tried: ${noDisk}`);
    if (values.write) keep();
    return true;
  }
  for (const one of await tryBatch(ground, batch)) {
    const row = 'cell' in one ? again(one) : one;
    if (row === null) continue;
    rows.push(row);
    console.log(lineOf(row));
  }
  if (values.write) keep();
  return (await ground.store.openRuns()).length === 0;
}

/** A cell that was missed is tried again, alone at last; after that it counts as wrong. */
function again({ cell, why }: Missed): Row | null {
  const tries = (missed.get(nameOf(cell)) ?? 0) + 1;
  missed.set(nameOf(cell), tries);
  console.log(`${nameOf(cell).padEnd(40)} again: ${why}`);
  if (tries < 4) queue.push([cell]);
  else
    return rowOf(cell, {
      standing: { kind: 'nowhere' },
      verdict: { kind: 'wrong', why: `not brought to its step: ${why}` },
      seconds: 0,
    });
  return null;
}

function keep(): void {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  writeResult(matrixFile, merged(kept, { ...begun, command, seconds }, { rows, untried }));
}

function looksOf([cell]: readonly Cell[]): number {
  return cell !== undefined && onlyLooks.includes(cell.step) ? 1 : 0;
}

function lineOf(row: Row): string {
  const end = row.verdict === 'held' ? row.ending : `${row.verdict.toUpperCase()}: ${row.why} [${row.ending}]`;
  return `${nameOf(row).padEnd(40)} ${row.seconds.toFixed(1).padStart(5)} s  ${end}`;
}

function report(): void {
  const { tried, lost, doubled, wrong, stuck } = countsOf(rows);
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  console.log(
    `\ncells tried ${tried}, lost ${lost}, doubled ${doubled}, wrong ${wrong}, stuck ${stuck} (${minutes} min)`,
  );
  for (const row of rows.filter(({ verdict }) => verdict !== 'held')) console.log(`again: ${commandOf(row)}`);
  process.exitCode = allHeld(rows) ? 0 : 1;
}
