import { allCells, type Cell, leftOut, nameOf } from './cells.ts';
import type { Standing, Verdict } from './judge.ts';
import type { Made } from './made.ts';
import type { Matrix } from './result-file.ts';

/** One cell as it is kept and printed. */
export interface Row extends Cell {
  readonly verdict: Verdict['kind'];
  /** How the run ended: `succeeded`, `failed: signalled`, `unknown: trace-missing`. */
  readonly ending: string;
  /** From the fault to the end, in seconds. */
  readonly seconds: number;
  /** Why the verdict is not `held`. */
  readonly why?: string;
  /** The `madeAt` of the run that tried it. */
  readonly run?: string;
}

/** A cell that could not be tried there. */
export interface Untried extends Cell {
  readonly why: string;
}

export function rowOf(cell: Cell, seen: { standing: Standing; verdict: Verdict; seconds: number }): Row {
  const { standing, verdict, seconds } = seen;
  const ending = 'code' in standing ? `${standing.kind}: ${standing.code}` : standing.kind;
  const row = { kind: cell.kind, step: cell.step, fault: cell.fault, verdict: verdict.kind, ending, seconds };
  return verdict.kind === 'held' ? row : { ...row, why: verdict.why };
}

/** How to try a row again. */
export const commandOf = (cell: Cell): string => `npm run chaos -- --only ${nameOf(cell)}`;

export type Counts = Readonly<Record<'tried' | Exclude<Verdict['kind'], 'held'>, number>>;

export function countsOf(rows: readonly Pick<Row, 'verdict'>[]): Counts {
  const of = (verdict: Verdict['kind']) => rows.filter((row) => row.verdict === verdict).length;
  return { tried: rows.length, lost: of('lost'), doubled: of('doubled'), wrong: of('wrong'), stuck: of('stuck') };
}

/** Whether every cell that was tried held, and any was. */
export const allHeld = (rows: readonly Pick<Row, 'verdict'>[]): boolean =>
  rows.length > 0 && rows.every(({ verdict }) => verdict === 'held');

/**
 * What a run found in the place of what was known of the same cells; one that it could not try keeps what it had. A run of which no row is left leaves with its
 * seconds; cells that there are no more leave too.
 */
export function merged(before: Matrix | null, made: Made, found: Pick<Matrix, 'rows' | 'untried'>): Matrix {
  const rows = found.rows.map((row) => ({ ...row, run: made.madeAt }));
  const renewed = new Set(rows.map(nameOf));
  const others = (known: readonly Row[] | undefined) => (known ?? []).filter((row) => !renewed.has(nameOf(row)));
  const all = inOrder([...others(before?.rows), ...rows]);
  const tried = new Set(all.map(nameOf));
  const stand = new Set(all.map(({ run }) => run));
  return {
    runs: [...(before?.runs ?? []), made].filter(({ madeAt }) => stand.has(madeAt)),
    untried: inOrder([...found.untried, ...(before?.untried ?? [])]).filter(
      (one, at, every) => !tried.has(nameOf(one)) && every.findIndex((other) => nameOf(other) === nameOf(one)) === at,
    ),
    rows: all,
  };
}

/** As the table has them, without cells that are tried no more. */
function inOrder<C extends Cell>(cells: readonly C[]): readonly C[] {
  const place = new Map(allCells().flatMap((cell, at) => (leftOut(cell) === null ? [[nameOf(cell), at]] : [])));
  const placeOf = (cell: C) => place.get(nameOf(cell)) ?? -1;
  return cells.filter((cell) => placeOf(cell) >= 0).toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Cells of which nothing is known: neither tried nor left out nor said to be impossible there. */
export const openCells = ({ rows, untried }: Pick<Matrix, 'rows' | 'untried'>): readonly string[] => {
  const known = new Set([...rows, ...untried].map(nameOf));
  return allCells().flatMap((cell) => (leftOut(cell) === null && !known.has(nameOf(cell)) ? [nameOf(cell)] : []));
};
