import type { HostAddress, SshAddress } from '../domain/environment.ts';
import type { Host, Remote } from '../ports/remote.ts';
import { begin, runDirectory } from './begin.ts';
import { exec } from './exec.ts';
import { follow } from './follow.ts';
import { glances } from './glance.ts';
import { localTransport } from './local-transport.ts';
import { breakLock, lockOwner, releaseLock, takeLock } from './locks.ts';
import { open } from './open.ts';
import { type RemoteOptions, type SshTimes, usualTimes } from './options.ts';
import { blankProgram } from './programs/blank.ts';
import { sayProgram, signalProgram, traceProgram } from './programs/task.ts';
import { runProgram } from './run-program.ts';
import { connectSsh, reachDirectly, reachThrough } from './ssh-connect.ts';
import { credentialsOf } from './ssh-login.ts';
import { type SshTransport, sshTransport } from './ssh-transport.ts';
import type { Transport } from './transport.ts';

/** Hosts by SSH, and Godwit's own machine. Nothing is connected before the first command. */
export function createRemote(options: RemoteOptions): Remote {
  const times = { ...usualTimes, ...options.times };
  const transports = new Map<string, SshTransport>();
  const hosts = new Map<Transport, Host>();
  const local = localTransport(options.localEnvironment);

  const toSsh = (address: SshAddress): SshTransport => {
    const key = JSON.stringify(address);
    const known = transports.get(key);
    if (known) return known;
    const jump = address.jump === null ? null : toSsh(address.jump);
    const made = sshTransport(address.host, () => connectTo(address, { jump, times, options }), times.idleMs);
    transports.set(key, made);
    return made;
  };

  /** One for all who work there: what they ask in one turn goes as one command. */
  const hostOf = (transport: Transport): Host => {
    const host = hosts.get(transport) ?? hostOver(transport, times);
    hosts.set(transport, host);
    return host;
  };

  return {
    host: async (address: HostAddress) => hostOf(address.kind === 'local' ? local : toSsh(address)),
    [Symbol.asyncDispose]: async () => {
      for (const transport of transports.values()) transport.close();
    },
  };
}

interface Way {
  readonly jump: Transport | null;
  readonly times: SshTimes;
  readonly options: RemoteOptions;
}

async function connectTo(address: SshAddress, { jump, times, options }: Way) {
  const { host, port, user } = address;
  const credentials = await credentialsOf(address.login, options.readSecret);
  const reach = () => (jump === null ? reachDirectly(address, times) : reachThrough(jump, address));
  const client = await connectSsh({ address, credentials, reach, times });
  options.log.info({ host, port, user }, 'connected to a host');
  client.once('close', () => options.log.info({ host, port, user }, 'a connection to a host is over'));
  return client;
}

function hostOver(transport: Transport, times: SshTimes): Host {
  return {
    exec: (command) => exec(transport, command),
    open: (command) => open(transport, command),
    tunnel: transport.tunnel,
    begin: (task) => begin(transport, task),
    hasTraceOf: async (task) => {
      const [answer] = await runProgram(transport, traceProgram, [runDirectory(task)]);
      return answer === 'there';
    },
    follow: (task, from, listener, signal) => follow(transport, { task, from, listener, signal, times }),
    say: async (task, atOffset, line) => {
      if (/[\r\n]/.test(line)) throw new Error('answering a task: the line holds a line end');
      await runProgram(transport, sayProgram, [runDirectory(task), String(atOffset)], { stdin: `${line}\n` });
    },
    blank: async (task, pieces) => {
      const stdin = pieces.map(({ offset, length }) => `${offset} ${length}\n`).join('');
      await runProgram(transport, blankProgram, [runDirectory(task)], { stdin });
    },
    signal: async (task, signal) => {
      const [answer] = await runProgram(transport, signalProgram, [runDirectory(task), signal]);
      return answer === 'signalled';
    },
    takeLock: (name, owner) => takeLock(transport, name, owner),
    releaseLock: (name, owner) => releaseLock(transport, name, owner),
    lockOwner: (name) => lockOwner(transport, name),
    glance: glances(transport),
    breakLock: (name) => breakLock(transport, name),
  };
}
