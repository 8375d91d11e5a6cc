import { setTimeout as pause } from 'node:timers/promises';
import type { Strike } from './strike.ts';

export const redis: Strike = async ({ ground, openDoors }) => {
  await ground.stage.redis.kill();
  await openDoors();
  await pause(1_500);
  await ground.stage.redis.restart();
};

/** Ended with every session, as by kill -9 of its postmaster; it recovers from its own log. */
export const postgres: Strike = async ({ ground, openDoors }) => {
  await ground.own.restart();
  await openDoors();
};

export const target: Strike = async ({ ground, openDoors }) => {
  await ground.target.kill();
  await openDoors();
  await pause(2_000);
  await ground.target.restart();
};

export const sshd: Strike = async ({ ground, openDoors }) => {
  await ground.sshd.kill();
  await openDoors();
  await pause(1_000);
  await ground.sshd.restart();
};

/** What was on its way is lost for good, and nobody is told; new connections get through afterwards. */
export const blackHole: Strike = async ({ ground, openDoors }) => {
  ground.proxy.swallow();
  await openDoors();
  await pause(5_000);
  ground.proxy.heal();
};

export const slack: Strike = async ({ ground, openDoors, ended }) => {
  const { slack: emulator } = ground.stage;
  for (const method of ['chat.update', 'chat.postMessage']) {
    emulator.failNext(method, { kind: '500' });
    emulator.failNext(method, { kind: '429', retryAfterS: 1 });
    emulator.failNext(method, { kind: 'reset' });
    emulator.failNext(method, { kind: 'lost-response' });
    emulator.failNext(method, { kind: 'timeout' });
  }
  await emulator.redeliverLast();
  await openDoors();
  await pause(3_000);
  emulator.outage();
  await ended(20_000);
  emulator.recover();
};
