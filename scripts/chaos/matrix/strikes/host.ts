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
    for (const [, trace] of traces.filter(([, one]) => !existsSync(path.join(one, 'end')))) killGroup(trace);
  }
  await openDoors();
};

function killGroup(trace: string): void {
  const [group] = readFileSync(path.join(trace, 'group'), 'utf8').split(' ');
  process.kill(-Number(group), 'SIGKILL');
}

export const disk: Strike = async ({ ground, openDoors }) => {
  ground.disk.fill?.();
  await openDoors();
  await pause(3_000);
  ground.disk.empty();
};
