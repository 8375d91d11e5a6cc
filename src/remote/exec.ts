import type { Exit, RemoteCommand } from '../ports/remote.ts';
import { type Gathered, gather } from './gather.ts';
import { afterMark, newMark, openingOf } from './mark.ts';
import { commandProgram, endGroupProgram } from './programs/command.ts';
import { refusedBy, runProgram } from './run-program.ts';
import type { Channel, Transport } from './transport.ts';

const outputLimitBytes = 64_000_000;

/** Starts a command by its argv. @throws when the argv is empty */
export async function startCommand(
  transport: Transport,
  command: Pick<RemoteCommand, 'argv' | 'directory'>,
): Promise<{ readonly mark: string; readonly channel: Channel }> {
  if (command.argv.length === 0) throw new Error('starting a command: the argv is empty');
  const mark = newMark();
  const parameters = [mark, command.directory ?? '', ...command.argv];
  return { mark, channel: await transport.start(commandProgram, parameters) };
}

/** See `Host.exec`. A command that runs too long or prints too much is ended with its whole process group. */
export async function exec(transport: Transport, command: RemoteCommand): Promise<Exit> {
  const { mark, channel } = await startCommand(transport, command);
  const outcome = await gather(channel, { ...command, limitBytes: outputLimitBytes });
  if (outcome.kind === 'ended') return exitOf(transport, command, { ...outcome, mark });
  await endCommand(transport, channel, openingOf(outcome.stdout, mark));
  return outcome.kind === 'too-late'
    ? { kind: 'timed-out', afterMs: command.timeLimitMs }
    : { kind: 'output-too-large', limitBytes: outputLimitBytes };
}

type Ended = Extract<Gathered, { kind: 'ended' }> & { readonly mark: string };

function exitOf(transport: Transport, command: RemoteCommand, { mark, ...outcome }: Ended): Exit {
  const { code, signal } = outcome.end;
  const opening = openingOf(outcome.stdout, mark);
  if (code === null && signal === null) return { kind: 'lost', cause: `the connection to ${transport.name} was lost` };
  if (opening.kind === 'missing') return { kind: 'directory-missing', directory: command.directory ?? '' };
  if (opening.kind === 'unseen') throw refusedBy(transport, `${outcome.stderr}\n${outcome.stdout}`.trim());
  const output = {
    stdout: outcome.stdout.toString('utf8', opening.bodyAt),
    stderr: afterMark(outcome.stderr.toString(), mark),
  };
  return code === null ? { kind: 'signalled', signal: signal ?? '', ...output } : { kind: 'exited', code, ...output };
}

/** Ends what still runs of a command. A host that cannot be reached meanwhile ends it by itself at the next write. */
export async function endCommand(
  transport: Transport,
  channel: Channel,
  opening: ReturnType<typeof openingOf>,
): Promise<void> {
  channel.abandon();
  if (opening.kind === 'runs')
    await runProgram(transport, endGroupProgram, [String(opening.pid)], { use: 'urgent' }).catch(() => undefined);
}
