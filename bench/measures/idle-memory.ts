import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Grounds } from '../grounds/grounds.ts';
import type { Effort, Measure } from '../measure.ts';
import { figureLine } from '../rounds.ts';

const limitMB = 220;
const sampleEveryMs = 500;
/** Settled: for so long within one percent. */
const quietMs = 8_000;
const longestMs = 60_000;

/** Row 6: what a Godwit with both roles holds while nobody asks anything. */
export const idleMemory: Measure = {
  row: 6,
  title: 'memory of start --role all, idle',
  take: async (grounds, effort) => [
    figureLine(
      {
        row: 6,
        measure: 'memory of `start --role all`, idle',
        note: `resident set of a fresh process (Socket Mode, two environments) once it stayed within one percent for ${quietMs / 1_000} s.`,
      },
      await rounds(grounds, effort),
      { unit: 'MB', words: `${limitMB} MB`, holds: (figure) => figure <= limitMB },
    ),
  ],
};

async function rounds(grounds: Grounds, effort: Effort): Promise<readonly number[]> {
  const [staging, production] = await Promise.all([grounds.host('staging'), grounds.host('production')]);
  const ssh = await grounds.sshd();
  await using stage = await grounds.stage({ staging: { host: staging, ssh }, production: { host: production, ssh } });
  await stage.godwits[0]?.end();
  const taken: number[] = [];
  for (let round = 0; round < effort.rounds; round += 1) {
    await using godwit = await stage.start('all');
    taken.push(await settledMB(godwit.pid));
  }
  return taken;
}

async function settledMB(pid: number): Promise<number> {
  let settled = await residentMB(pid);
  let sinceMs = performance.now();
  const endMs = sinceMs + longestMs;
  while (performance.now() - sinceMs < quietMs && performance.now() < endMs) {
    await wait(sampleEveryMs);
    const present = await residentMB(pid);
    if (Math.abs(present - settled) / settled < 0.01) continue;
    settled = present;
    sinceMs = performance.now();
  }
  return residentMB(pid);
}

async function residentMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return (kilobytes * 1_024) / 1_000_000;
}
