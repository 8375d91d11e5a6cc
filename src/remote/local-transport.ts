import { once } from 'node:events';
import { connect } from 'node:net';
import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import type { Channel, Transport } from './transport.ts';

/**
 * Godwit's own machine as a host.
 * @param environment all that programs see; Godwit's own variables hold tokens and are not handed on
 */
export function localTransport(environment: Readonly<Record<string, string>>): Transport {
  return {
    name: 'local',
    start: (program, parameters) => startLocally(['-c', program, 'godwit', ...parameters], environment),
    tunnel: async (host, port) => {
      const socket = connect({ host, port, noDelay: true });
      try {
        await once(socket, 'connect');
      } catch (cause) {
        throw new RemoteOutage(trouble('connection-lost', `No connection to ${host}:${port}.`), { cause });
      }
      return socket;
    },
  };
}

/** `detached` makes the shell lead its session, as sshd does, so that its pid is its process group. */
async function startLocally(parameters: string[], env: Readonly<Record<string, string>>): Promise<Channel> {
  const { execa } = await import('execa'); // a hundred files that few have a use for
  const child = execa('/bin/sh', parameters, {
    ...{ env, extendEnv: false, detached: true, cleanup: false },
    ...{ stdin: 'pipe', buffer: false, reject: false, stripFinalNewline: false },
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    abandon: () => {
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    },
  };
}
