import type { Strike } from './strike.ts';

/** A copy of each role dies without a word, and another one is started. */
const killed =
  (...roles: readonly ('app' | 'worker')[]): Strike =>
  async ({ ground, openDoors }) => {
    await Promise.all(roles.map((role) => ground.copy(role).end('SIGKILL')));
    await openDoors();
    await Promise.all(roles.map((role) => ground.stage.start(role)));
  };

export const worker = killed('worker');
export const app = killed('app');
export const both = killed('worker', 'app');

const hourMs = 3_600_000;

/** Back again when the runs have ended, which is a jump of its own. */
const jumped =
  (ms: number): Strike =>
  async ({ ground, openDoors, ended }) => {
    await ground.shiftClock(ms);
    await openDoors();
    await ended(45_000);
    await ground.shiftClock(0);
  };

export const clockForward = jumped(hourMs);
export const clockBack = jumped(-hourMs);
