import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ComposedHost, composeHost } from '../../playground/hosts/compose.ts';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, removeMigration } from '../../playground/hosts/migrations.ts';
import {
  type ContainerEngine,
  startContainerEngine,
  whyNoContainerEngine,
} from '../../playground/servers/container-engine.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { startSshd } from '../../playground/servers/sshd.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { channels } from '../../playground/stage/cast.ts';
import { freshHost } from '../support/hosts.ts';
import { untilFound } from '../support/lock-sessions.ts';
import { closeGate } from '../support/migration-gate.ts';
import { freshDirectory } from '../support/remotes.ts';
import { backUp, openRestore, rowsOf, safetyBackups, writeOver } from '../support/rollbacks.ts';
import { openScene, type Scene, says, saysAll } from '../support/stages.ts';

const why = whyNoContainerEngine();
if (why !== null) process.stdout.write(`skipped: the stories on a real container engine, because ${why}\n`);

const limit = { timeout: 240_000 };

describe.skipIf(why !== null)('on a host whose app runs in a container of a real engine', limit, () => {
  const { directory: playground } = inject('realParts');
  /** What is open, newest last. */
  const open: AsyncDisposable[] = [];
  const use = <T extends AsyncDisposable>(one: T): T => {
    open.push(one);
    return one;
  };
  let engine: ContainerEngine;
  let scene: Scene;
  let staging: DemoHost;
  let containers: ComposedHost;

  beforeAll(async () => {
    engine = use(await startContainerEngine({ directory: freshDirectory('engine'), playground }));
    const { variables } = engine;
    const sshd = use(await startSshd({ directory: freshDirectory('sshd'), playground, variables }));
    staging = await freshHost({ name: 'staging', service: 'stopped' });
    containers = await composeHost(staging, engine, playground);
    scene = use(await openScene({ staging: { host: staging, ssh: sshd, place: containers.place } }));
  }, limit.timeout);
  afterAll(async () => {
    try {
      await containers?.compose('kill');
    } finally {
      for (const one of open.reverse()) await one[Symbol.asyncDispose]();
    }
  }, limit.timeout);

  test('a deploy reads, applies and checks behind the prefix', async () => {
    await addMigration(staging, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    await scene.type('ana', 'deploy staging');
    // the lock timeout is said only where Prisma's own session proved it: the launcher works behind the prefix
    await ended('Succeeded', '1 of 1 applied', 'well', 'receipt unchanged, lock timeout 2.0 s · ');
    expect(await isThere('Vault')).toBe(true);
  });

  test('a container that is ended and removed during a deploy leaves an outcome that nobody knows, until somebody looks again', async () => {
    const name = '20260101120000_add_coin';
    await using gate = await closeGate(staging.databaseUrl);
    await addMigration(staging, name, gate.guard('CREATE TABLE "Coin" (id int PRIMARY KEY);\n'));
    await scene.type('ana', 'deploy staging');
    await gate.reached();
    await containers.compose('rm', '--stop', '--force', 'backend');
    const card = await ended('Deploy 1 migration to staging', 'outcome is not known', 'exec-failed', 'run.look-again');
    says(card, 'The service may be stopped', 'If its container was removed', 'docker-compose up -d --no-deps backend');
    expect(await isThere('Coin')).toBe(false);

    await gate.letThrough(); // the server did not notice that nobody listens, and makes the table
    await containers.compose('up', '-d', '--no-deps', 'backend');
    await scene.press('ana', card, 'run.look-again');
    await ended(`${name} was begun and is not finished`, 'Did not succeed', 'resolve.applied');
    await execute(staging.databaseUrl, 'DELETE FROM _prisma_migrations WHERE migration_name = $1', [name]);
    await removeMigration(staging, name);
  });

  test('an engine that ends during a deploy leaves an outcome that nobody knows, and what went on in its container counts', async () => {
    const name = '20260101130000_add_stamp';
    await using gate = await closeGate(staging.databaseUrl);
    await addMigration(staging, name, gate.guard('CREATE TABLE "Stamp" (id int PRIMARY KEY);\n'));
    await scene.type('ana', 'deploy staging');
    await gate.reached();
    await engine.crash();
    const away = ['outcome is not known', 'container engine does not answer', 'docker-compose start backend'];
    const card = await ended('Deploy 1 migration to staging', ...away);
    await scene.press('ana', card, 'run.look-again');
    await anew(card, away);

    await gate.letThrough(); // Prisma lives on in its container, and nobody can reach it
    const rows = `SELECT finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE migration_name = '${name}'`;
    await untilFound({ query: (sql) => execute(staging.databaseUrl, sql) }, `${rows} AND finished_at IS NOT NULL`);
    await engine.comeBack();
    await containers.compose('start', 'backend', 'db');
    await scene.press('ana', card, 'run.look-again');
    await scene.cardSays(card, 'Succeeded', '1 of 1 applied', 'well');
    expect(await execute(staging.databaseUrl, rows)).toEqual([{ finished: true }]);
  });

  test('a migration that fails is on the card with the command that leads on', async () => {
    await addMigration(staging, '20260102000000_add_keys', 'CREATE TABLE "Key" (id int REFERENCES "Nobody");\n');
    await scene.type('ana', 'deploy staging');
    const command = '/migrate resolve gold-factory/staging rolled-back 20260102000000_add_keys';
    await ended('Did not succeed', 'P3018', command);
    expect(await isThere('Key')).toBe(false);
  });

  test('a restore stops the container, runs the script as the guide has it, and starts the container', async () => {
    const older = await rowsOf(staging);
    const chosen = await backUp(scene, staging, 'before-lunch');
    await writeOver(staging);
    const began = await startedAt();
    await openRestore(scene, staging);
    await scene.submit('ana', { 'restore.backup': chosen });
    await ended('Restore staging', 'Succeeded', 'stopped', 'started', 'well');
    expect(await rowsOf(staging)).toEqual(older);
    expect(await safetyBackups(staging)).toHaveLength(1);
    expect(await startedAt()).not.toBe(began);
  });

  test('a stopped container is said as such', async () => {
    await containers.compose('stop', 'backend');
    await scene.type('ana', 'status staging');
    // Debian's docker-compose says nothing there, and ends with 1.
    await scene.message(['Status of staging', 'exec-failed', 'The service may be stopped.']);
  });

  /** A run calls docker-compose twenty times, and each call starts a Python program: on a busy machine that takes minutes. */
  const ended = (...words: readonly string[]) => {
    const card = () =>
      scene.stage.slack
        .channel(channels.migrations)
        .messages()
        .find((one) => saysAll(one, words));
    const found = scene.stage.slack.waitFor(card, { what: `a card that says ${words.join(', ')}`, timeoutMs: 160_000 });
    return found as Promise<Message>;
  };
  /** Once the card says all of it after a change. */
  const anew = (card: Message, words: readonly string[]) => {
    const before = JSON.stringify(card.blocks);
    const look = () => {
      const present = scene.stage.slack.current(card);
      return present && JSON.stringify(present.blocks) !== before && saysAll(present, words);
    };
    return scene.stage.slack.waitFor(look, { what: `the card to say ${words.join(', ')} again`, timeoutMs: 60_000 });
  };
  /** When the backend's first process began: stopped and started it is another one. */
  const startedAt = () => containers.compose('exec', '-T', 'backend', 'cut', '-d', ' ', '-f22', '/proc/1/stat');
  const isThere = async (table: string): Promise<boolean> => {
    const [row] = await execute(staging.databaseUrl, 'SELECT to_regclass($1) IS NOT NULL AS there', [`"${table}"`]);
    return (row as { there: boolean }).there;
  };
});
