import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ContainerEngine } from '../servers/container-engine.ts';
import { freePort } from '../servers/free-port.ts';
import { playgroundMarker } from '../servers/pid-files.ts';
import type { DemoHost } from './host-layout.ts';

const run = promisify(execFile);

/** A host whose app runs in containers of a real engine. */
export interface ComposedHost {
  /** Its entry in godwit.yml, as the guide types it: laid over that of a host whose container is only a directory. */
  readonly place: Readonly<Record<string, unknown>>;
  /** `docker-compose <words>` in the host's directory; answers with what it printed. */
  readonly compose: (...words: readonly string[]) => Promise<string>;
}

/**
 * Turns a host with a stand-in of a container into one with `docker-compose.yml`: a backend in which the app and Prisma
 * live, and a `db` with the tools of PostgreSQL. Both are up afterwards.
 */
export async function composeHost(host: DemoHost, engine: ContainerEngine, playground: string): Promise<ComposedHost> {
  const file = JSON.stringify(services(host, engine, { playground, port: await freePort() }), null, 2);
  await writeFile(path.join(host.directory, 'docker-compose.yml'), file, { mode: 0o600 });
  await writeFile(path.join(host.directory, 'bin/database'), '#!/bin/sh\nexec docker-compose exec -T db "$@"\n');
  const compose = async (...words: readonly string[]) => {
    const env = { PATH: process.env.PATH, ...engine.variables };
    const { stdout } = await run('docker-compose', words, { cwd: host.directory, env });
    return stdout.trim();
  };
  await compose('up', '-d');
  return { place, compose };
}

const health = "fetch('http://127.0.0.1:'+process.env.PORT+'/health').then(({ok})=>process.exit(ok?0:1))";

const place = {
  exec: 'docker-compose exec -T backend',
  database: { via: 'app', variable: 'DATABASE_URL', tools: 'docker-compose exec -T db' },
  service: {
    stop: 'docker-compose stop backend',
    start: 'docker-compose start backend',
    health: ['docker-compose', 'exec', '-T', 'backend', 'node', '-e', health],
  },
};

/** The packages and the stand-in of Prisma's engine lie outside the app, and are found at their own paths. */
const project = fileURLToPath(new URL('../..', import.meta.url));
const node = path.dirname(process.execPath);

function services(
  host: DemoHost,
  { image }: ContainerEngine,
  { playground, port }: { readonly playground: string; readonly port: number },
) {
  const outside = node.startsWith('/usr/') ? [] : [path.dirname(node)];
  const readOnly = ['/usr', project, ...outside].map((folder) => `${folder}:${folder}:ro`);
  // `init: true` would look for a program in the image.
  const base = { image, network_mode: 'host', entrypoint: ['tini', '--'] };
  const PATH = [node, '/usr/local/bin', '/usr/bin'].join(':');
  const carried = { PATH, [playgroundMarker]: playground };
  return {
    version: '3',
    services: {
      backend: {
        ...base,
        command: ['node', 'server.mjs'],
        working_dir: '/app',
        volumes: [...readOnly, `${host.appDirectory}:/app`],
        environment: { ...host.environment, ...carried, HOME: '/root', PORT: String(port) },
      },
      db: {
        ...base,
        command: ['sleep', 'infinity'],
        working_dir: host.directory,
        volumes: [...readOnly, `${host.directory}:${host.directory}`],
        env_file: 'config/database.env',
        environment: carried,
      },
    },
  };
}
