import type { Channel, ChannelEnd } from './transport.ts';

/** Everything a program printed, until it ended, printed too much, or ran too long. */
export type Gathered =
  | { readonly kind: 'ended'; readonly end: ChannelEnd; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly kind: 'too-late' | 'too-large'; readonly stdout: Buffer };

/** Gives `stdin` to a program and reads both outputs to their end. After any other outcome the program still runs. */
export async function gather(
  channel: Channel,
  { stdin, timeLimitMs, limitBytes }: { stdin: string | Buffer | null; timeLimitMs: number; limitBytes: number },
): Promise<Gathered> {
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  let size = 0;
  const stopped = new Promise<'too-late' | 'too-large'>((resolve) => {
    const late = setTimeout(() => resolve('too-late'), timeLimitMs);
    void channel.ended.then(() => clearTimeout(late));
    for (const name of ['stdout', 'stderr'] as const) {
      channel[name].on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= limitBytes) chunks[name].push(chunk);
        else resolve('too-large');
      });
    }
  });
  giveStdin(channel, stdin);
  const first = await Promise.race([channel.ended, stopped]);
  const stdout = Buffer.concat(chunks.stdout);
  return typeof first === 'string'
    ? { kind: first, stdout }
    : { kind: 'ended', end: first, stdout, stderr: Buffer.concat(chunks.stderr) };
}

/** A program may end without reading all that it is given; that is its own affair. */
function giveStdin(channel: Channel, stdin: string | Buffer | null): void {
  channel.stdin.on('error', () => undefined);
  channel.stdin.end(stdin ?? '');
}
