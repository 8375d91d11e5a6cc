import { setTimeout as pause } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../ports/log.ts';
import type { SlackResult } from '../ports/slack.ts';
import { failureOf } from './web-result.ts';

type Client = SocketModeReceiver['client'];
type Failure = Exclude<SlackResult<never>, { kind: 'ok' }>;

/** A connection that is made again whenever it ends. */
export interface KeptSocket extends AsyncDisposable {
  /** False while no delivery could arrive. */
  readonly ready: () => boolean;
}

/** A greeting that does not come within this time will not come. */
const greetingWithinMs = 20_000;
const pauseAtMostMs = 30_000;
const closeWithinMs = 2_000;

/**
 * Opens Slack's socket and opens it again after each end, for as long as it takes: at once after one that held, later
 * after each failure. The client's own way of doing so ends the process by a rejection that nobody awaits, so it is off.
 * @returns `permanent` where Slack refuses the token at the first try; a Slack that is away is no refusal.
 */
export async function keepSocket(client: Client, log: Log): Promise<SlackResult<KeptSocket>> {
  const ending = new AbortController();
  const state = { open: false };
  client.on('connected', () => {
    state.open = true;
  });
  client.on('disconnected', () => {
    state.open = false;
  });
  const first = await connect(client);
  if (first.kind === 'permanent') return first;
  void keep({ client, log, signal: ending.signal }, first.kind === 'ok' ? null : first);
  const value: KeptSocket = {
    ready: () => state.open,
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      state.open = false;
      const late = AbortSignal.timeout(closeWithinMs);
      await Promise.race([client.disconnect(), new Promise((resolve) => late.addEventListener('abort', resolve))]);
    },
  };
  return { kind: 'ok', value };
}

interface Keeping {
  readonly client: Client;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Waits for the end of one connection and opens the next, until the process ends. */
async function keep({ client, log, signal }: Keeping, firstFailure: Failure | null): Promise<void> {
  let failures = firstFailure === null ? 0 : 1;
  let failure = firstFailure;
  while (!signal.aborted) {
    if (failure === null) {
      await new Promise((resolve) => client.once('disconnected', resolve));
      if (signal.aborted) return;
      log.info({}, "Slack's socket closed; opening the next");
    } else {
      const afterMs = pauseAfter(failures, failure);
      log.warn({ error: failure.error, afterMs }, "Slack's socket is away; no command can arrive");
      await pause(afterMs, null, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
    const connected = await connect(client);
    failure = connected.kind === 'ok' ? null : connected;
    failures = failure === null ? 0 : failures + 1;
    if (connected.kind === 'ok') log.info({}, "Slack's socket is open");
  }
  // It ended while this connection was being opened.
  await client.disconnect();
}

const pauseAfter = (failures: number, failure: Failure): number =>
  Math.max(
    Math.min(500 * 2 ** failures, pauseAtMostMs),
    failure.kind === 'passing' ? (failure.retryAfterMs ?? 0) : pauseAtMostMs,
  );

/** One try, until Slack's greeting. */
async function connect(client: Client): Promise<SlackResult<null>> {
  const late = setTimeout(() => void client.disconnect(), greetingWithinMs);
  try {
    await client.start();
    return { kind: 'ok', value: null };
  } catch (error) {
    return failureToOpen(error);
  } finally {
    clearTimeout(late);
  }
}

/** A socket that ends before its greeting rejects without a word. Whatever else it is, the next try may do. */
function failureToOpen(error: unknown): Failure {
  try {
    if (error !== undefined) return failureOf(error);
  } catch {
    return { kind: 'passing', error: String(error), retryAfterMs: null };
  }
  return { kind: 'passing', error: 'the socket closed before it opened', retryAfterMs: null };
}
