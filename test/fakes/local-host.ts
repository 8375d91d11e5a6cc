import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { Duplex } from 'node:stream';
import type { Exit, Host, RemoteCommand } from '../../src/ports/remote.ts';

/** A host that is this machine, for what needs commands, streams and tunnels only. The rest is not there. */
export function localHost(environment: Readonly<Record<string, string | undefined>> = process.env): Host {
  const absent = (): never => {
    throw new Error('the fake host runs commands only');
  };
  return {
    exec: (command) => execute(command, environment),
    open: async ({ argv, directory }) => channel(start(argv, directory, environment)),
    tunnel: async (host, port) => {
      const socket = net.connect({ host, port });
      await once(socket, 'connect');
      return socket;
    },
    begin: absent,
    follow: absent,
    say: absent,
    signal: absent,
    takeLock: absent,
    releaseLock: absent,
    lockOwner: absent,
    breakLock: absent,
  };
}

function start(
  argv: readonly string[],
  directory: string | null,
  env: NodeJS.ProcessEnv,
): ChildProcessWithoutNullStreams {
  const [program = '', ...words] = argv;
  const child = spawn(program, words, { ...(directory === null ? {} : { cwd: directory }), env });
  child.on('error', (error) => child.stderr.emit('data', Buffer.from(error.message)));
  return child;
}

async function execute(command: RemoteCommand, env: NodeJS.ProcessEnv): Promise<Exit> {
  const { directory } = command;
  if (directory !== null && !existsSync(directory)) return { kind: 'directory-missing', directory };
  const child = start(command.argv, directory, env);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
  child.stdin.on('error', () => undefined);
  child.stdin.end(command.stdin ?? '');
  const code = await new Promise<number | null>((end) => child.on('close', end).on('error', () => end(127)));
  const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString('utf8');
  return { kind: 'exited', code: code ?? 137, stdout: text(stdout), stderr: text(stderr) };
}

function channel(child: ChildProcessWithoutNullStreams): Duplex & { readonly stderrTail: () => string } {
  let tail = '';
  child.stderr.on('data', (bytes: Buffer) => {
    tail = `${tail}${bytes.toString('utf8')}`.slice(-4_096);
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.on('close', () => stream.destroy());
  stream.on('close', () => child.kill());
  return Object.assign(stream, { stderrTail: () => tail });
}
