import { setTimeout as pause } from 'node:timers/promises';
import type { Message, OpenView } from '../../../playground/slack-emulator/model.ts';
import { channels } from '../../../playground/stage/cast.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Cell } from './cells.ts';
import { onlyLooks } from './faults.ts';
import type { FreshField } from './ground/field.ts';
import type { Ground } from './ground/ground.ts';
import { environmentOf, standingOf } from './observe.ts';
import { scenarios } from './scenarios/menu.ts';
import type { Asking } from './scenarios/scenario.ts';
import { untilItWorks } from './settle.ts';

/** So long a run may take to come to its step, with many others beside it. */
const arrivalMs = 90_000;
/** A command of a step that only looks has twenty seconds; `notify` is held without any. */
const heldMs = 15_000;

/** One cell on its way. */
export interface Trial {
  readonly cell: Cell;
  readonly fresh: FreshField;
  readonly runsBefore: number;
  readonly run: Run | null;
  /** Why the run did not stand at the step when the fault came; null where it did. */
  readonly missed: string | null;
  /** Resolves with the run that there is once nobody asks for one any more. */
  readonly asked: Promise<Run | null>;
}

/** Ends the wait for those who are late, before somebody who stands at a step runs into a time limit there. */
export interface Gathering {
  readonly late: AbortSignal;
  readonly arrived: (cell: Cell) => void;
}

export function gather(): Gathering {
  const late = new AbortController();
  setTimeout(() => late.abort(), arrivalMs).unref();
  return {
    late: late.signal,
    arrived: ({ step }) => {
      if (onlyLooks.includes(step) && step !== 'notify') setTimeout(() => late.abort(), heldMs).unref();
    },
  };
}

/** Has the run asked for, and waits until it stands at its step, is over, or is late. */
export async function bringToStep(
  ground: Ground,
  { cell, fresh }: { cell: Cell; fresh: FreshField },
  { late, arrived }: Gathering,
): Promise<Trial> {
  const environment = environmentOf(fresh.field.name);
  const before = await ground.store.runs({ environment, limit: 1_000 });
  const present = (): Promise<Run | null> =>
    untilItWorks(async () => {
      const [newest] = await ground.store.runs({ environment, limit: 1 });
      return newest === undefined || before.some(({ id }) => id === newest.id) ? null : newest;
    });
  if (cell.step === 'notify') await ground.hold.close(environment, cell.step);
  fresh.door.keep(async () => !standsAt(await present(), cell));
  const given = new AbortController();
  const signal = AbortSignal.any([late, given.signal]);
  const asking = scenarios[cell.kind].ask(askingOf(ground, fresh)).then(
    () => null,
    (error: unknown) => `asking for the run: ${String(error).slice(0, 300)}`,
  );
  const missed = await Promise.race([
    atStep(ground, { cell, fresh }, signal).then((there) => (there ? null : 'it came too late')),
    over(present, signal),
    asking.then((trouble) => trouble ?? new Promise<string>(() => undefined)),
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('it came too late'))),
  ]);
  given.abort();
  if (missed === null) arrived(cell);
  return { cell, fresh, runsBefore: before.length, run: await present(), missed, asked: asking.then(present) };
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

function askingOf({ stage: { slack } }: Ground, { host, field }: FreshField): Asking {
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
