import { Duplex } from 'node:stream';
import { trouble } from '../domain/trouble.ts';
import { type RemoteCommand, RemoteOutage } from '../ports/remote.ts';
import { endCommand, startCommand } from './exec.ts';
import { afterMark, openingOf } from './mark.ts';
import { connectionLost, refusedBy } from './run-program.ts';
import type { Channel, Transport } from './transport.ts';

const tailLength = 4_000;

/**
 * See `Host.open`. Settles when the command runs.
 * @throws RemoteOutage `directory-missing`, `connection-lost`, `exec-failed`
 */
export async function open(
  transport: Transport,
  command: Pick<RemoteCommand, 'argv' | 'directory'>,
): Promise<Duplex & { readonly stderrTail: () => string }> {
  const { mark, channel } = await startCommand(transport, command);
  const stderr = keepTail(channel, mark);
  const { opening, body } = await readOpening(channel, mark);
  if (opening.kind === 'missing') {
    throw new RemoteOutage(trouble('directory-missing', `${command.directory} does not exist on ${transport.name}.`));
  }
  if (opening.kind === 'unseen') {
    const { code, signal } = await channel.ended;
    throw code === null && signal === null ? connectionLost(transport) : refusedBy(transport, stderr());
  }
  const stream = duplexOf(channel, body, () => void endCommand(transport, channel, opening));
  return Object.assign(stream, { stderrTail: stderr });
}

function keepTail(channel: Channel, mark: string): () => string {
  let tail = '';
  channel.stderr.on('data', (chunk: Buffer) => {
    tail = afterMark(tail + chunk.toString(), mark).slice(-tailLength);
  });
  return () => tail;
}

/** Reads up to the opening line; what came after it in the same piece is the beginning of the body. */
async function readOpening(channel: Channel, mark: string) {
  const { stdout } = channel;
  let seen = Buffer.alloc(0);
  return new Promise<{ opening: ReturnType<typeof openingOf>; body: Buffer }>((resolve) => {
    const done = () => {
      const opening = openingOf(seen, mark);
      stdout.pause();
      stdout.off('data', onData).off('end', done).off('close', done);
      resolve({ opening, body: opening.kind === 'runs' ? seen.subarray(opening.bodyAt) : Buffer.alloc(0) });
    };
    const onData = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      if (openingOf(seen, mark).kind !== 'unseen') done();
    };
    stdout.on('data', onData).once('end', done).once('close', done);
  });
}

/** `allowHalfOpen: false`: when the command's output ends, so does the stream. */
function duplexOf(channel: Channel, body: Buffer, end: () => void): Duplex {
  let over = false;
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => void channel.stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => void channel.stdin.write(chunk, () => done()),
    final: (done) => {
      channel.stdin.end();
      done();
    },
    destroy: (error, done) => {
      if (!over) end();
      done(error);
    },
  });
  const finish = () => {
    if (over) return;
    over = true;
    stream.push(null);
  };
  channel.stdin.on('error', () => undefined);
  if (body.length > 0) stream.push(body);
  channel.stdout.on('data', (chunk: Buffer) => void (stream.push(chunk) || channel.stdout.pause()));
  channel.stdout.once('end', finish).once('close', finish);
  // it may all have come with the opening line, and ended before anybody listened here
  if (channel.stdout.readableEnded || channel.stdout.destroyed) finish();
  return stream;
}
