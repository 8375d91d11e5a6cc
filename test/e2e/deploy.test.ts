import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { channels } from '../../playground/stage/cast.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';

const vault = '20260101000000_add_vault';

describe.each(['socket', 'http'] as const)('a deploy to production, delivered by %s', (mode) => {
  let theatre: Theatre;

  beforeAll(async () => {
    theatre = await openTheatre({ mode });
    for (const host of [theatre.staging, theatre.production]) {
      await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    }
  });
  afterAll(async () => theatre[Symbol.asyncDispose]());

  test('goes from the checklist over two approvals to the announcement', async () => {
    const { type, press, message, cardSays, hears, submit, production } = theatre;
    await type('ana', 'deploy production');
    const card = await message(['Deploy 1 migration to production', 'Approve']);

    await press('ana', card, 'run.approve');
    await hears('ana', 'self-approval');

    await type('ana', 'deploy staging');
    await message(['Deploy 1 migration to staging', 'Succeeded']);
    await cardSays(card, 'the same files succeeded on staging');

    await press('ben', card, 'run.review');
    await submit('ben');
    await cardSays(card, '*safe*', 'not needed, the review finds no long lock');
    await press('ana', card, 'run.announce');
    await press('ben', card, 'run.approve');
    await press('ben', card, 'run.approve');
    await hears('ben', 'already-approved');
    expect(await tableOf(production.databaseUrl)).toBeNull();

    await press('cleo', card, 'run.approve');
    const done = await cardSays(card, 'Succeeded');
    expect(JSON.stringify(done.blocks)).not.toContain('run.approve');
    expect(await tableOf(production.databaseUrl)).toBe('"Vault"');
    await message(['Succeeded', 'deploy 1 migration to production'], channels.team);
  });
});

async function tableOf(databaseUrl: string): Promise<unknown> {
  const [row] = await execute(databaseUrl, `SELECT to_regclass('"Vault"')::text AS name`);
  return (row as { name: unknown }).name;
}
