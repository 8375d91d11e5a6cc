import { setTimeout as pause } from 'node:timers/promises';
import type { Message, OpenView } from '../../../playground/slack-emulator/model.ts';
import { channels } from '../../../playground/stage/cast.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Cell } from './cells.ts';
import { faults, onlyLooks } from './faults.ts';
import { type Field, type FreshField, freshField } from './ground/field.ts';
import type { Ground } from './ground/ground.ts';
import { cardWords, judge, type Standing } from './judge.ts';
import { cardsOf, environmentOf, observe, standingOf } from './observe.ts';
import { type Row, rowOf } from './rows.ts';
import { scenarios } from './scenarios/menu.ts';
import { strikes } from './strikes/menu.ts';
import type { Struck } from './strikes/strike.ts';

/** So long a cell may take from when its fault can be noticed to its end. */
export const limitMs = 60_000;
/** So long a run may take to come to its step, with many others beside it. */
const arrivalMs = 90_000;
const cardMs = 25_000;
/** A command of a step that only looks has twenty seconds. */
const heldMs = 9_000;
const lookEveryMs = 400;

/** One cell on its way. */
interface Trial {
  readonly cell: Cell;
  readonly fresh: FreshField;
  readonly runsBefore: number;
  readonly run: Run | null;
  /** Why the run did not stand at the step when the fault came; null where it did. */
  readonly missed: string | null;
}

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
  return Promise.all(trials.map((trial) => judgeTrial(ground, trial, struckAt)));
}

/** Ends the wait for those who are late, before somebody who stands at a step runs into a time limit there. */
interface Gathering {
  readonly late: AbortSignal;
  readonly arrived: (cell: Cell) => void;
}

function gather(): Gathering {
  const late = new AbortController();
  setTimeout(() => late.abort(), arrivalMs).unref();
  return {
    late: late.signal,
    arrived: ({ step }) => {
      if (onlyLooks.includes(step)) setTimeout(() => late.abort(), heldMs).unref();
    },
  };
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

async function bringToStep(
  ground: Ground,
  { cell, fresh }: { cell: Cell; fresh: FreshField },
  { late, arrived }: Gathering,
): Promise<Trial> {
  const environment = environmentOf(fresh.field.name);
  const before = await ground.store.runs({ environment, limit: 1_000 });
  const present = async (): Promise<Run | null> => {
    const [newest] = await ground.store.runs({ environment, limit: 1 });
    return newest === undefined || before.some(({ id }) => id === newest.id) ? null : newest;
  };
  if (cell.step === 'notify') await ground.hold.close(environment, cell.step);
  fresh.door.keep(async () => !standsAt(await present(), cell));
  const given = new AbortController();
  const signal = AbortSignal.any([late, given.signal]);
  const asked = scenarios[cell.kind].ask(askingOf(ground, fresh)).then(
    () => new Promise<string>(() => undefined),
    (error: unknown) => `asking for the run: ${String(error).slice(0, 300)}`,
  );
  const missed = await Promise.race([
    atStep(ground, { cell, fresh }, signal).then((there) => (there ? null : 'it came too late')),
    over(present, signal),
    asked,
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('it came too late'))),
  ]);
  given.abort();
  if (missed === null) arrived(cell);
  return { cell, fresh, runsBefore: before.length, run: await present(), missed };
}

const atStep = ({ hold }: Ground, { cell, fresh }: Pick<Trial, 'cell' | 'fresh'>, signal: AbortSignal) =>
  cell.step === 'notify' ? hold.reached(environmentOf(fresh.field.name), signal) : fresh.door.held.then(() => true);

/** Where a step begins something detached, it stands only once that has begun. */
function standsAt(run: Run | null, { step }: Cell): boolean {
  const state = run?.steps.find(({ name }) => name === step)?.state;
  return state?.kind === 'running' && (onlyLooks.includes(step) || state.begun);
}

/** Resolves once the run is over without having been held; never where `given` is aborted before. */
async function over(present: () => Promise<Run | null>, given: AbortSignal): Promise<string> {
  while (!given.aborted) {
    const standing = standingOf(await present());
    if (standing.kind !== 'nowhere' && standing.kind !== 'open')
      return `it was over before: ${JSON.stringify(standing)}`;
    await pause(1_000);
  }
  return new Promise(() => undefined);
}

function askingOf({ stage: { slack } }: Ground, { host, field }: FreshField) {
  const person = slack.person(field.person);
  const wait = <T>(what: string, look: () => T) => slack.waitFor(look, { what, timeoutMs: arrivalMs });
  const channel = channels.migrations;
  return {
    host,
    person,
    type: (text: string) => person.slash({ channel, text }),
    message: (...words: readonly string[]) =>
      wait(`a message that says ${words.join(', ')}`, () =>
        slack
          .channel(channel)
          .messages()
          .findLast(({ text, blocks }) => includesAll(`${text}\n${JSON.stringify(blocks)}`, words)),
      ) as Promise<Message>,
    dialog: (...words: readonly string[]) =>
      wait(`a dialog that says ${words.join(', ')}`, () => {
        const view = person.modal();
        return view !== undefined && includesAll(JSON.stringify(view.definition), words) ? view : undefined;
      }) as Promise<OpenView>,
  };
}

const includesAll = (text: string, words: readonly string[]) => words.every((word) => text.includes(word));

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

const latest = (ground: Ground, { id }: Run): Promise<Run | null> => untilItWorks(() => ground.store.run(id));

/** Godwit's own PostgreSQL may be the one that was hit. */
async function untilItWorks<T>(look: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(lookEveryMs);
    }
  }
}

async function judgeTrial(ground: Ground, trial: Trial, struckAt: number): Promise<Row | Missed> {
  const { cell, fresh, runsBefore, missed } = trial;
  const deadline = struckAt + faults[cell.fault].unseenMs + limitMs;
  using _door = fresh.door;
  const run = trial.run === null ? null : await lookedAt(ground, trial.run, deadline);
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

/** The run as it is once it ended, or is unknown also after somebody looked again. */
async function lookedAt(ground: Ground, first: Run, deadline: number): Promise<Run | null> {
  const run = await settled(ground, first, { deadline, afterToken: 0 });
  if (run?.state.kind !== 'outcome-unknown') return run;
  const { token } = run.state;
  if (!(await press(ground, run, 'run.look-again', deadline))) return run;
  return settled(ground, run, { deadline: Math.max(deadline, performance.now() + 20_000), afterToken: token });
}

async function settled(
  ground: Ground,
  first: Run,
  { deadline, afterToken }: { deadline: number; afterToken: number },
): Promise<Run | null> {
  for (;;) {
    const run = await latest(ground, first);
    if (run === null || run.state.kind === 'ended') return run;
    if (run.state.kind === 'outcome-unknown' && run.state.token > afterToken) return run;
    if (performance.now() > deadline) return run;
    await pause(lookEveryMs);
  }
}

/** Presses a button of the run's card as its requester would, once it is there. */
async function press(ground: Ground, run: Run, action: string, deadline: number): Promise<boolean> {
  const { slack } = ground.stage;
  const timeoutMs = Math.max(1_000, deadline - performance.now());
  const look = () => cardsOf(ground, run).find(({ blocks }) => JSON.stringify(blocks).includes(`"${action}"`));
  try {
    const card = (await slack.waitFor(look, { what: action, timeoutMs })) as Message;
    await slack.person(run.requestedBy).press(card, action);
    return true;
  } catch {
    return false;
  }
}

/** So that the environment is free for the next cell. */
async function giveUp(ground: Ground, run: Run): Promise<void> {
  const { kind } = standingOf(run);
  if (kind === 'unknown' || kind === 'open') await press(ground, run, 'run.cancel', performance.now() + 5_000);
}

/** Waits until the card says what the record says; what it says in the end is judged. */
async function cardCatchesUp(ground: Ground, run: Run): Promise<void> {
  const standing = standingOf(run);
  const look = () => cardsOf(ground, run).some((card) => saysSo(card, standing));
  await ground.stage.slack.waitFor(look, { what: 'the card', timeoutMs: cardMs }).catch(() => undefined);
}

function saysSo({ text, blocks }: Message, { kind }: Standing): boolean {
  if (kind === 'nowhere' || kind === 'open') return true;
  return `${text}\n${JSON.stringify(blocks)}`.includes(cardWords[kind]);
}
