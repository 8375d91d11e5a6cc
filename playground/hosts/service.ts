import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { playgroundMarker } from '../servers/pid-files.ts';
import type { DemoHost } from './host-layout.ts';

const run = promisify(execFile);

/**
 * Starts the host's backend, as somebody at the host would. It carries its host's directory in its environment, so
 * that `endAllBelow` finds it, whoever started it.
 */
export async function startService(host: Pick<DemoHost, 'directory'>): Promise<void> {
  await service(host, 'start');
}

/** Ends the host's backend and every command inside; `bin/inside` fails from now on. */
export async function stopService(host: Pick<DemoHost, 'directory'>): Promise<void> {
  await service(host, 'stop');
}

/** From now on the health check fails (`true`) or works again (`false`). */
export async function breakHealth({ appDirectory }: DemoHost, broken: boolean): Promise<void> {
  const file = path.join(appDirectory, 'unhealthy');
  await (broken ? writeFile(file, '') : rm(file, { force: true }));
}

async function service({ directory }: Pick<DemoHost, 'directory'>, verb: 'start' | 'stop'): Promise<void> {
  await run(path.join(directory, 'bin/service'), [verb], {
    env: { PATH: process.env.PATH, [playgroundMarker]: directory },
  });
}
