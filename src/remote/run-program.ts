import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import { gather } from './gather.ts';
import { afterMark, newMark } from './mark.ts';
import type { Program } from './programs/program.ts';
import type { Transport } from './transport.ts';

const timeLimitMs = 30_000;

/**
 * Runs one of our own short programs and gives what it printed, by lines.
 * @throws RemoteOutage `connection-lost`, `disk-full`, or `exec-failed` with what the host said
 */
export async function runProgram(
  transport: Transport,
  program: Program,
  parameters: readonly string[],
  { stdin = null, use = 'session' }: { stdin?: string | null; use?: 'session' | 'urgent' } = {},
): Promise<readonly string[]> {
  const mark = newMark();
  const channel = await transport.start(`echo ${mark}\n${program}`, parameters, use);
  const outcome = await gather(channel, { stdin, timeLimitMs, limitBytes: 1_000_000 });
  if (outcome.kind !== 'ended') {
    channel.abandon();
    throw new RemoteOutage(trouble('connection-lost', `${transport.name} did not answer within 30 s.`));
  }
  const { code, signal } = outcome.end;
  if (code === 0) return afterMark(outcome.stdout.toString(), mark).trimEnd().split('\n');
  if (code === null && signal === null) throw connectionLost(transport);
  throw refusedBy(transport, outcome.stderr.toString().trim() || outcome.stdout.toString().trim());
}

export const connectionLost = (transport: Transport): RemoteOutage =>
  new RemoteOutage(trouble('connection-lost', `The connection to ${transport.name} was lost.`));

export function refusedBy(transport: Transport, said: string): RemoteOutage {
  const code = /no space left/i.test(said) ? 'disk-full' : 'exec-failed';
  const last = said.split('\n').at(-1)?.slice(0, 300) ?? '';
  return new RemoteOutage(
    trouble(code, `${transport.name} does not run Godwit's commands: ${last || 'it said nothing'}.`),
  );
}
