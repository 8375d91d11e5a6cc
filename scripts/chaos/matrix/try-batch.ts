import { setTimeout as pause } from 'node:timers/promises';
import { bringToStep, gather, type Trial } from './bring-to-step.ts';
import type { Cell } from './cells.ts';
import { faults } from './faults.ts';
import { type Field, freshField } from './ground/field.ts';
import type { Ground } from './ground/ground.ts';
import { judge } from './judge.ts';
import { environmentOf, observe, standingOf } from './observe.ts';
import { type Row, rowOf } from './rows.ts';
import { cardCatchesUp, giveUp, latest, lookedAt, untilItWorks } from './settle.ts';
import { strikes } from './strikes/menu.ts';
import type { Struck } from './strikes/strike.ts';

/** So long a cell may take to its end, once everything that was hit is up again and its fault can be noticed. */
const limitMs = 60_000;
const lookEveryMs = 400;

/** A cell that says nothing about its fault: it has to be tried again. */
export interface Missed {
  readonly cell: Cell;
  readonly why: string;
}

/** Tries cells of one fault at once: each on an environment of its own, hit together when all stand at their steps. */
export async function tryBatch(ground: Ground, cells: readonly Cell[]): Promise<readonly (Row | Missed)[]> {
  const free = new Set(ground.fields);
  const placed = cells.map((cell) => ({ cell, field: takeField(free, cell) }));
  const freshly = await Promise.all(
    placed.map(async ({ cell, field }) => ({ cell, fresh: await freshField(field, ground.target) })),
  );
  const gathering = gather();
  const trials = await Promise.all(freshly.map((one) => bringToStep(ground, one, gathering)));
  const struckAt = performance.now();
  const [fault] = cells.map((cell) => cell.fault);
  if (fault !== undefined) await strikes[fault](struckOf(ground, trials));
  const mendedAt = performance.now();
  return Promise.all(trials.map((trial) => judgeTrial(ground, trial, { struckAt, mendedAt })));
}

function struckOf(ground: Ground, trials: readonly Trial[]): Struck {
  const reached = trials.filter(({ missed }) => missed === null);
  return {
    ground,
    held: reached.flatMap(({ run, cell }) => (run === null ? [] : [{ run: run.id, step: cell.step }])),
    openDoors: () => openDoors(ground, trials),
    ended: async (atMostMs) => {
      const deadline = performance.now() + atMostMs;
      while (performance.now() < deadline && (await openRuns(ground, trials)) > 0) await pause(lookEveryMs);
    },
  };
}

function takeField(free: Set<Field>, { kind }: Cell): Field {
  const field = [...free].find((one) => one.kind === kind);
  if (field === undefined) throw new Error(`placing a cell: no environment is left for ${kind}`);
  free.delete(field);
  return field;
}

async function openDoors({ hold }: Ground, trials: readonly Trial[]): Promise<void> {
  for (const { fresh } of trials) fresh.door.open();
  for (const { cell, fresh } of trials) {
    if (cell.step === 'notify') await untilItWorks(() => hold.open(environmentOf(fresh.field.name)));
  }
}

async function openRuns(ground: Ground, trials: readonly Trial[]): Promise<number> {
  const standings = trials.map(async ({ run }) => (run === null ? null : standingOf(await latest(ground, run))));
  return (await Promise.all(standings)).filter((standing) => standing?.kind === 'open').length;
}

async function judgeTrial(
  ground: Ground,
  trial: Trial,
  { struckAt, mendedAt }: { readonly struckAt: number; readonly mendedAt: number },
): Promise<Row | Missed> {
  const { cell, fresh, runsBefore, missed } = trial;
  const deadline = mendedAt + faults[cell.fault].unseenMs + limitMs;
  using _door = fresh.door;
  const asked = missed === null ? trial.run : await trial.asked;
  const run = asked === null ? null : await lookedAt(ground, asked, deadline);
  if (missed !== null) {
    if (run !== null) await giveUp(ground, run);
    return { cell, why: missed };
  }
  const seconds = Math.round((performance.now() - struckAt) / 100) / 10;
  if (run !== null) await cardCatchesUp(ground, run);
  const sighting = await observe(ground, { cell, fresh, run }, runsBefore);
  const row = rowOf(cell, { standing: sighting.standing, verdict: judge(sighting), seconds });
  if (run !== null && (sighting.standing.kind === 'unknown' || sighting.standing.kind === 'open'))
    await giveUp(ground, run);
  return row;
}
