import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunId } from '../../../../src/domain/ids.ts';
import type { Ground } from '../ground/ground.ts';
import type { Strike } from './strike.ts';

/** Where Godwit's traces of a run are on the host, by their names. */
export function tracesOf({ sshd }: Pick<Ground, 'sshd'>, run: RunId): ReadonlyMap<string, string> {
  const runs = path.join(sshd.home, '.local/state/godwit/runs');
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => name.startsWith(`${run}-`)) : [];
  return new Map(names.sort().map((name) => [name, path.join(runs, name)]));
}

/** Kills the process group of each run's present task; who looks after it on the host stays, and sees it. */
export const script: Strike = async ({ ground, held, openDoors }) => {
  for (const { run, step } of held) {
    const traces = [...tracesOf(ground, run)].filter(([name]) => name.includes(`-${step}`));
    for (const [, trace] of traces.filter(([, one]) => !existsSync(path.join(one, 'end')))) await killGroup(trace);
  }
  await openDoors();
};

/** The step's first command may be a look beside the task, which then is about to say who it is. */
async function killGroup(trace: string): Promise<void> {
  const file = path.join(trace, 'group');
  for (let tries = 0; tries < 200 && !existsSync(file); tries++) await pause(50);
  const [group] = readFileSync(file, 'utf8').split(' ');
  process.kill(-Number(group), 'SIGKILL');
}

export const disk: Strike = async ({ ground, openDoors }) => {
  ground.disk.fill?.();
  await openDoors();
  await pause(3_000);
  ground.disk.empty();
};
