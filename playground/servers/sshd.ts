import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { binary, postgresBinaries } from './binaries.ts';
import { onFreePort } from './free-port.ts';
import { playgroundMarker } from './pid-files.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { fingerprint, makeKey, type SshKey } from './ssh-keys.ts';

const call = promisify(execFile);

/** How to reach one private sshd; plain data, so that it can be handed to other processes. */
export interface SshAddress {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The login's name: whoever runs this process, unless another was asked for. */
  readonly user: string;
  readonly privateKeyFile: string;
  /** `SHA256:…` */
  readonly hostKeyFingerprint: string;
  /** `$HOME` of every login: empty, so that no dot file of this machine is read. */
  readonly home: string;
}

export interface PrivateSshd extends SshAddress, AsyncDisposable {
  readonly logFile: string;
  pid(): number;
  /** Ends the listener and every open connection with SIGKILL, as pulling the cable would; commands go on. */
  kill(): Promise<void>;
  /** Listens again on the same port with the same host key. */
  restart(): Promise<void>;
}

export interface SshdOptions {
  readonly directory: string;
  /** The root that `endAllBelow` will be called with; its logins carry it. Default: `directory`. */
  readonly playground?: string;
  /** Another account of this machine, with a shell, that logs in; only root can serve it. */
  readonly user?: string;
  /** The key that may log in; default: a new one below `directory`. */
  readonly userKey?: SshKey;
  /** Added to what every login finds in its environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Told of each line that it logs; it then logs the beginning and end of every session, too. */
  readonly onLine?: (line: string) => void;
}

/** Starts an OpenSSH server of its own (config, port, host key, user key), reached by key as the present user. */
export async function startSshd(options: SshdOptions): Promise<PrivateSshd> {
  const { directory, playground = directory, variables = {}, onLine } = options;
  const home = path.join(directory, 'home');
  await mkdir(home, { recursive: true });
  const hostKey = await makeKey(directory, 'host_ed25519');
  const userKey = options.userKey ?? (await makeKey(directory, 'user_ed25519'));
  // No secret, and read as the account that logs in.
  await writeFile(path.join(directory, 'authorized_keys'), `${userKey.publicKey}\n`, { mode: 0o644 });
  const user = options.user ?? userInfo().username;
  if (options.user !== undefined) await call('chown', [user, home]);
  await separationDirectory();
  const first = await onFreePort(async (port) => {
    await writeFile(
      path.join(directory, 'sshd_config'),
      configuration({ directory, playground, home, port, user, variables, onLine }),
    );
    return { port, server: await serve(directory, onLine) };
  });
  let server = first.server;
  return {
    host: '127.0.0.1',
    port: first.port,
    user,
    privateKeyFile: userKey.privateKeyFile,
    hostKeyFingerprint: await fingerprint(hostKey),
    home,
    logFile: path.join(directory, 'sshd.log'),
    pid: () => server.pid,
    kill: async () => {
      cutConnections(server.pid);
      await server.stop('SIGKILL');
    },
    restart: async () => {
      await server.stop('SIGKILL');
      server = await serve(directory, onLine);
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Environment and home are set by the server, so that logins depend on nothing that this machine's user has in dot files. */
function configuration(sshd: {
  directory: string;
  playground: string;
  home: string;
  port: number;
  user: string;
  variables: Readonly<Record<string, string>>;
  onLine: SshdOptions['onLine'];
}): string {
  const searchPath = [
    path.dirname(process.execPath),
    postgresBinaries(),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
    '/sbin',
  ];
  const environment = {
    HOME: sshd.home,
    PATH: searchPath.join(':'),
    [playgroundMarker]: sshd.playground,
    ...sshd.variables,
  };
  const settings = {
    Port: sshd.port,
    ListenAddress: '127.0.0.1',
    HostKey: path.join(sshd.directory, 'host_ed25519'),
    AuthorizedKeysFile: path.join(sshd.directory, 'authorized_keys'),
    PidFile: 'none',
    StrictModes: 'no',
    UsePAM: isLocked(sshd.user) ? 'yes' : 'no',
    PermitRootLogin: 'prohibit-password',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    PermitUserRC: 'no',
    PrintMotd: 'no',
    PrintLastLog: 'no',
    UseDNS: 'no',
    MaxStartups: '100',
    LogLevel: sshd.onLine === undefined ? 'INFO' : 'VERBOSE',
    SetEnv: Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

/** Without PAM, sshd refuses even a key for an account whose password field is locked, as Debian's root often is. */
function isLocked(user: string): boolean {
  if (process.getuid?.() !== 0) return false;
  return new RegExp(`^${user}:!`, 'm').test(readFileSync('/etc/shadow', 'utf8'));
}

/** sshd as root insists on this empty directory; Debian makes it only when the system's own sshd is started. */
async function separationDirectory(): Promise<void> {
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
}

function serve(directory: string, onLine: SshdOptions['onLine']): Promise<ServerProcess> {
  return startServer({
    name: 'sshd',
    directory,
    argv: [binary('sshd', 'openssh-server'), '-D', '-e', '-f', path.join(directory, 'sshd_config')],
    ready: /Server listening on/,
    stopSignal: 'SIGTERM',
    ...(onLine === undefined ? {} : { onLine }),
  });
}

/** Connections are children of the listener (and theirs, as root); commands are started by those and stay. */
function cutConnections(listener: number): void {
  for (const pid of descendantsNamed(listener, 'sshd')) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // A connection's process often ends by itself, with the one above it.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function descendantsNamed(parent: number, name: string): number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const named = children.map(Number).filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name);
  return named.flatMap((pid) => [...descendantsNamed(pid, name), pid]);
}
