import { type RunKind, type StepName, stepsOf } from '../../../src/domain/run.ts';
import { type FaultName, faultNames, faults, onlyLooks } from './faults.ts';

/** One thing that goes wrong at one step of one kind of run. */
export interface Cell {
  readonly kind: RunKind;
  readonly step: StepName;
  readonly fault: FaultName;
}

export interface Choice {
  readonly only?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly fault?: readonly string[] | undefined;
}

export const kinds = Object.keys(stepsOf) as readonly RunKind[];

/** `deploy:backup:worker`; `--only` takes this, or the last two parts of it. */
export const nameOf = ({ kind, step, fault }: Cell): string => `${kind}:${step}:${fault}`;

/** Every fault at every step of every kind of run, as the product has them. */
export const allCells = (): readonly Cell[] =>
  faultNames.flatMap((fault) => kinds.flatMap((kind) => stepsOf[kind].map((step) => ({ kind, step, fault }))));

/** Why a cell is not tried; null where it is. */
export const leftOut = ({ fault, step }: Cell): string | null => faults[fault].leftOut(step);

export const isChosen = (cell: Cell, { only, kind, fault }: Choice): boolean =>
  among(kind, [cell.kind]) && among(fault, [cell.fault]) && among(only, [nameOf(cell), `${cell.step}:${cell.fault}`]);

const among = (wanted: readonly string[] | undefined, names: readonly string[]): boolean =>
  wanted === undefined || wanted.length === 0 || names.some((name) => wanted.includes(name));

/** Words of a choice that fit no cell: most likely a slip of the pen. */
export function unknownWords(choice: Choice): readonly string[] {
  const words = [
    ...(choice.only ?? []).map((word) => ({ only: [word] })),
    ...(choice.kind ?? []).map((word) => ({ kind: [word] })),
    ...(choice.fault ?? []).map((word) => ({ fault: [word] })),
  ];
  const unfit = words.filter((one) => !allCells().some((cell) => isChosen(cell, one)));
  return unfit.flatMap((one) => Object.values(one).flat());
}

/**
 * Cells that are tried at once: of one fault, at most `each` of a kind, since every one needs an environment of its own.
 * Who only looks cannot be held for long, so those stand together that come to their step at about the same time.
 */
export function batches(cells: readonly Cell[], each: number): readonly (readonly Cell[])[] {
  const found: Cell[][] = [];
  for (const cell of cells) {
    const open = found.find(
      (batch) =>
        batch[0] !== undefined &&
        companyOf(batch[0]) === companyOf(cell) &&
        batch.filter(({ kind }) => kind === cell.kind).length < each,
    );
    if (open === undefined) found.push([cell]);
    else open.push(cell);
  }
  return found;
}

const companyOf = ({ fault, step }: Cell): string =>
  `${fault} ${onlyLooks.includes(step) ? (midway.get(step) ?? step) : ''}`;

/** Steps of few kinds each, in the middle of their runs. */
const midway: ReadonlyMap<StepName, string> = new Map([
  ['create', 'midway'],
  ['verify', 'midway'],
  ['verify-restore', 'midway'],
]);
