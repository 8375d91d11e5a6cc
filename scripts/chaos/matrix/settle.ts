import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../../playground/slack-emulator/model.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Ground } from './ground/ground.ts';
import { cardWords, type Standing } from './judge.ts';
import { cardsOf, standingOf } from './observe.ts';

/** So long a card may take to show what the record says: of a dozen runs that end at once, at five results in 15 s. */
const cardMs = 90_000;
const lookEveryMs = 400;
const outageMs = 60_000;

/** The run as it is once it ended, or is unknown also after somebody looked again. */
export async function lookedAt(ground: Ground, first: Run, deadline: number): Promise<Run | null> {
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
export async function giveUp(ground: Ground, run: Run): Promise<void> {
  const { kind } = standingOf(run);
  if (kind === 'unknown' || kind === 'open') await press(ground, run, 'run.cancel', performance.now() + 5_000);
}

/** Waits until the card says what the record says; what it says in the end is judged. */
export async function cardCatchesUp(ground: Ground, run: Run): Promise<void> {
  const standing = standingOf(run);
  const look = () => cardsOf(ground, run).some((card) => saysSo(card, standing));
  await ground.stage.slack.waitFor(look, { what: 'the card', timeoutMs: cardMs }).catch(() => undefined);
}

function saysSo({ text, blocks }: Message, { kind }: Standing): boolean {
  if (kind === 'nowhere' || kind === 'open') return true;
  return `${text}\n${JSON.stringify(blocks)}`.includes(cardWords[kind]);
}

/** The run as it is now. */
export const latest = (ground: Ground, { id }: Run): Promise<Run | null> => untilItWorks(() => ground.store.run(id));

/** Godwit's own PostgreSQL may be the one that was hit. */
export async function untilItWorks<T>(look: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + outageMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(lookEveryMs);
    }
  }
}
