import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { stormCommands } from '../../scripts/chaos/storms/command-storm.ts';
import { judgeCommands, judgePresses, type StormRow } from '../../scripts/chaos/storms/judge.ts';
import { pressedEnvironment, stormCard } from '../../scripts/chaos/storms/press-storm.ts';
import { tenantsOn } from '../../scripts/chaos/storms/tenants.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene } from '../support/stages.ts';

const people = 12;
const notOk = (rows: readonly StormRow[]) => rows.filter(({ ok }) => !ok);

let scene: Scene;
let pressed: DemoHost;
let target: DemoHost;

beforeAll(async () => {
  const { staging, production } = inject('realParts').ssh;
  [pressed, target] = await Promise.all([freshHost({ name: 'pressed' }), freshHost({ name: 'target' })]);
  await addMigration(target, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  const tenants = tenantsOn([{ host: target, ssh: production }], 20);
  const environments = { pressed: pressedEnvironment(pressed, staging, people), ...tenants };
  scene = await openScene(environments, { mode: 'http' });
});
afterAll(async () => scene?.[Symbol.asyncDispose]());

test('forty-eight presses by twelve people on one card start one run, with the right approvals', async () => {
  const storm = await stormCard(scene.stage, { environment: 'pressed', host: pressed, people, delivery: 'HTTP' });
  expect(storm.presses).toHaveLength(48);
  expect(notOk(judgePresses(storm))).toEqual([]);
});

test('a hundred commands over twenty environments are acknowledged and answered once each', async () => {
  const environments = Array.from({ length: 20 }, (_, at) => `tenant-${String(at + 1).padStart(3, '0')}`);
  const storm = await stormCommands(scene.stage, {
    count: 100,
    people,
    environments,
    targets: [new URL(target.databaseUrl).pathname.slice(1)],
    addresses: 1,
    patienceMs,
  });
  expect(storm.commands).toHaveLength(100);
  expect(notOk(judgeCommands(storm))).toEqual([]);
});
