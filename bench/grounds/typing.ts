import type { Message } from '../../playground/slack-emulator/model.ts';
import type { SlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';
import { cast, channels } from '../../playground/stage/cast.ts';

const patienceMs = 120_000;

/** Types `/migrate <text>` and answers with the milliseconds until it was acknowledged. */
export async function acknowledged(slack: SlackEmulator, text: string): Promise<number> {
  const { ack } = await slack.person(cast.ana).slash({ channel: channels.migrations, text });
  if (ack.kind !== 'acknowledged') throw new Error(`typing ${text}: ${JSON.stringify(ack)}`);
  return ack.tookMs;
}

/**
 * Types `/migrate <text>` and answers with the milliseconds until a new message of the channel says all the words: the
 * moment at which the stand-in has taken it.
 */
export async function firstStroke(slack: SlackEmulator, text: string, words: readonly string[]): Promise<number> {
  const posts = () => slack.callsOf('chat.postMessage');
  const before = posts().length;
  const typedAt = performance.now();
  const typed = slack.person(cast.ana).slash({ channel: channels.migrations, text });
  await slack.waitFor(() => posts().length > before, { what: `an answer to ${text}`, timeoutMs: patienceMs });
  const seenAt = performance.now();
  await typed;
  mustSay(JSON.stringify(posts().at(-1)?.args), words);
  return seenAt - typedAt;
}

/** Prisma's own word follows on the same message; the next question waits for it, so that it does not share the cores. */
export async function secondStroke(slack: SlackEmulator): Promise<void> {
  const ts = (slack.callsOf('chat.postMessage').at(-1)?.answer as { body?: { ts?: unknown } } | undefined)?.body?.ts;
  await slack.waitFor(() => slack.callsOf('chat.update').some(({ args }) => args.ts === ts), {
    what: "Prisma's own word",
    timeoutMs: patienceMs,
  });
}

/** Types `/migrate <text>` and answers with the message that Godwit then writes, once it says every word. */
export async function newMessage(slack: SlackEmulator, text: string, words: readonly string[]): Promise<Message> {
  const messages = () => slack.channel(channels.migrations).messages();
  const before = messages().length;
  await acknowledged(slack, text);
  return slack.waitFor(
    () =>
      messages()
        .slice(before)
        .find((one) => says(one, words)),
    {
      what: `a message that says ${words.join(', ')}`,
      timeoutMs: patienceMs,
    },
  );
}

/** Waits until the message, as it stands then, says every word. */
export async function becomes(slack: SlackEmulator, one: Message, words: readonly string[]): Promise<void> {
  await slack.waitFor(() => says(slack.current(one) ?? one, words), {
    what: `a message to say ${words.join(', ')}`,
    timeoutMs: patienceMs,
  });
}

const says = ({ text, blocks }: Message, words: readonly string[]): boolean =>
  words.every((word) => `${text}${JSON.stringify(blocks)}`.includes(word));

/** A fast answer that is not the answer would make a fine figure. */
function mustSay(said: string, words: readonly string[]): void {
  const missing = words.filter((word) => !said.includes(word));
  if (missing.length > 0) throw new Error(`reading the answer: it does not say ${missing.join(', ')}: ${said}`);
}
