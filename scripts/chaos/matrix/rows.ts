import { type Cell, nameOf } from './cells.ts';
import type { Standing, Verdict } from './judge.ts';

/** One cell as it is kept and printed. */
export interface Row extends Cell {
  readonly verdict: Verdict['kind'];
  /** How the run ended: `succeeded`, `failed: signalled`, `unknown: trace-missing`. */
  readonly ending: string;
  /** From the fault to the end, in seconds. */
  readonly seconds: number;
  /** Why the verdict is not `held`. */
  readonly why?: string;
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

/** The present rows with fresh ones in the place of those of the same cells. */
export function mergeRows(before: readonly Row[], fresh: readonly Row[]): readonly Row[] {
  const renewed = new Set(fresh.map(nameOf));
  return [...before.filter((row) => !renewed.has(nameOf(row))), ...fresh];
}
