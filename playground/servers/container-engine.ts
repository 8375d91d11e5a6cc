import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { playgroundMarker } from './pid-files.ts';
import { startServer } from './server-process.ts';

const run = promisify(execFile);

/** A private Docker engine, and how its clients find it. */
export interface ContainerEngine extends AsyncDisposable {
  /** What a login needs for `docker-compose` to reach this engine: `DOCKER_HOST`. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * An image without programs: links into `/usr`, which a container mounts from this machine, and what names accounts.
   * No registry is asked for anything.
   */
  readonly image: string;
  /** Ends the engine alone, with KILL: what runs in its containers goes on, and nobody can reach it. */
  readonly crash: () => Promise<void>;
  /** Starts it again after a crash: it ends what was left in its containers, and leaves them stopped. */
  readonly comeBack: () => Promise<void>;
}

/** Debian's packages and what is called of them. */
const programs = { 'docker.io': ['dockerd', 'docker', 'tini'], 'docker-compose': ['docker-compose'] };

/** Why no engine can run here, in words; null where it may. */
export function whyNoContainerEngine(): string | null {
  if (process.platform !== 'linux') return 'containers need Linux';
  if (process.getuid?.() !== 0) return 'a container engine of its own needs root';
  const missing = Object.entries(programs).flatMap(([name, needed]) => (needed.every(isInstalled) ? [] : [name]));
  if (missing.length > 0)
    return `Debian's ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not installed`;
  if (!existsSync('/sys/fs/cgroup')) return 'there are no control groups here';
  return mayMount() ? null : 'this machine does not let a process have mounts of its own';
}

/** Starts an engine of its own below `directory` (a short path: sockets stand in it). Up in half a second. */
export async function startContainerEngine({
  directory,
  playground = directory,
}: {
  readonly directory: string;
  /** The root that `endAllBelow` will be called with: what runs in containers carries it. */
  readonly playground?: string;
}): Promise<ContainerEngine> {
  await mkdir(directory, { recursive: true });
  const variables = { DOCKER_HOST: `unix://${path.join(directory, 'docker.sock')}` };
  const start = () =>
    startServer({
      name: 'dockerd',
      directory,
      argv: ['unshare', '--mount', '--propagation', 'private', 'dockerd', ...flags(directory)],
      environment: { [playgroundMarker]: playground },
      ready: /API listen on/,
      stopSignal: 'SIGTERM',
    });
  let server = await start();
  const image = 'gold-factory-base';
  await importImage(path.join(directory, 'image'), image, variables);
  return {
    ...{ variables, image },
    crash: async () => {
      await server.stop('SIGKILL');
      // its own containerd is ended with it by the kernel; taken for alive until it is reaped, it would be waited for
      await rm(path.join(directory, 'exec/containerd/containerd.pid'), { force: true });
    },
    comeBack: async () => {
      server = await start();
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Containers use this machine's own network, so the engine makes none and leaves its rules alone. */
const flags = (directory: string): readonly string[] => [
  ...['--data-root', path.join(directory, 'data')],
  ...['--exec-root', path.join(directory, 'exec')],
  ...['--pidfile', path.join(directory, 'docker.pid')],
  ...['--host', `unix://${path.join(directory, 'docker.sock')}`],
  ...['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false'],
];

async function importImage(skeleton: string, image: string, variables: Readonly<Record<string, string>>) {
  for (const folder of ['usr', 'etc', 'tmp', 'root', 'run', 'var/tmp', 'dev', 'proc', 'sys']) {
    await mkdir(path.join(skeleton, folder), { recursive: true });
  }
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) await symlink(`usr/${link}`, path.join(skeleton, link));
  for (const file of ['passwd', 'group', 'nsswitch.conf'])
    await cp(path.join('/etc', file), path.join(skeleton, 'etc', file));
  const archive = `${skeleton}.tar`;
  await run('tar', ['-C', skeleton, '-cf', archive, '.']);
  await run('docker', ['import', archive, image], { env: { PATH: process.env.PATH, ...variables } });
}

const isInstalled = (program: string): boolean =>
  ['/usr/sbin', '/usr/bin', '/usr/local/bin'].some((folder) => existsSync(path.join(folder, program)));

function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', '--propagation', 'private', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
