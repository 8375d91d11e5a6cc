import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../lib/assert-never.ts';
import { RemoteOutage, type TaskEnd, type TaskListener } from '../ports/remote.ts';
import { runDirectory } from './begin.ts';
import { type Frame, frameReader } from './frames.ts';
import { parseOwner } from './locks.ts';
import { newMark } from './mark.ts';
import type { SshTimes } from './options.ts';
import { followProgram } from './programs/follow.ts';
import { connectionLost } from './run-program.ts';
import type { Channel, Transport } from './transport.ts';

/** Where a follower stands; it outlives the channels that it reads from. */
interface Reading {
  readonly id: string;
  readonly listener: TaskListener;
  readonly questionMs: number;
  offset: number;
}

export interface Following {
  readonly task: { readonly id: string };
  readonly from: number;
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
  readonly times: SshTimes;
}

/**
 * See `Host.follow`. Attaches again after a drop, with growing pauses, and gives up when the host stays away.
 * @throws RemoteOutage when it was away longer than `times.awayMs`, or at once when it no longer lets us in
 * @throws the signal's reason when aborted, and whatever the listener throws
 */
export async function follow(transport: Transport, following: Following): Promise<TaskEnd> {
  const { listener, signal, times } = following;
  const reading = { id: runDirectory(following.task), listener, questionMs: times.questionMs, offset: following.from };
  const away = { since: 0, tries: 0 };
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attach(transport, reading, { signal, onFrame: () => Object.assign(away, { tries: 0 }) });
    } catch (error) {
      signal.throwIfAborted();
      if (away.tries === 0) away.since = Date.now();
      away.tries += 1;
      if (!mayComeBack(error) || Date.now() - away.since > times.awayMs) throw error;
    }
    await pause(Math.min(5_000, 100 * 2 ** away.tries) * (0.5 + Math.random() / 2), undefined, { signal });
  }
}

const mayComeBack = (error: unknown): boolean =>
  error instanceof RemoteOutage && ['connection-lost', 'host-unreachable'].includes(error.trouble.code);

/** Reads over one channel until the task's end. @throws RemoteOutage `connection-lost` when the channel ends before */
async function attach(
  transport: Transport,
  reading: Reading,
  { signal, onFrame }: { signal: AbortSignal; onFrame: () => void },
): Promise<TaskEnd> {
  const mark = newMark();
  const idleSeconds = String(Math.max(1, Math.round(reading.questionMs / 1_000)));
  const channel = await transport.start(followProgram, [mark, reading.id, String(reading.offset), idleSeconds]);
  signal.addEventListener('abort', channel.abandon, { once: true });
  try {
    for await (const frame of framesOf(transport, channel, mark)) {
      onFrame();
      signal.throwIfAborted();
      if (frame.kind === 'end') return endOf(frame.how);
      await handOn(frame, reading);
    }
    throw connectionLost(transport);
  } finally {
    signal.removeEventListener('abort', channel.abandon);
    channel.abandon();
  }
}

async function* framesOf(transport: Transport, channel: Channel, mark: string): AsyncGenerator<Frame> {
  const read = frameReader(mark);
  channel.stdin.on('error', () => undefined);
  channel.stderr.resume();
  const pieces = channel.stdout[Symbol.asyncIterator]();
  for (;;) {
    const piece = await pieces.next().catch(() => {
      throw connectionLost(transport);
    });
    if (piece.done) return;
    yield* read(piece.value as Buffer);
  }
}

async function handOn(frame: Exclude<Frame, { kind: 'end' }>, reading: Reading): Promise<void> {
  switch (frame.kind) {
    case 'data':
      if (frame.bytes.length === 0) return;
      await reading.listener.onOutput(frame.bytes, reading.offset);
      reading.offset += frame.bytes.length;
      return;
    case 'ask':
      return reading.listener.onQuestion(frame.line, reading.offset, frame.idleMs);
    default:
      assertNever(frame);
  }
}

/** The first line of the file `end`, and for a lost lock the owner's lines after it. */
export function endOf(how: string): TaskEnd {
  const [first = '', ...rest] = how.split('\n');
  const [, code, more] = /^exited (\d+)(?: (left|full))?$/.exec(first) ?? [];
  if (code !== undefined)
    return { kind: 'exited', code: Number(code), ...(more === undefined ? {} : { [more]: true }) };
  if (first === 'lock-lost') return { kind: 'lock-lost', owner: parseOwner(rest) };
  if (first === 'timed-out' || first === 'vanished' || first === 'absent') return { kind: first };
  throw new Error(`following a task: it ended in an unknown way: ${JSON.stringify(first)}`);
}
