import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, applyMigrations } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { backUp, openRestore, rowsOf, safetyBackups } from '../support/rollbacks.ts';
import { openTheatre, saysAll, type Theatre } from '../support/stages.ts';

const parcels = '20260101000000_add_parcels';
const addParcels = `CREATE TABLE "Parcel" (id int PRIMARY KEY, "orderId" int NOT NULL REFERENCES "Order" (id));
INSERT INTO "Parcel" SELECT id, id FROM "Order";
`;

describe("a rollback with the team's own script", () => {
  let theatre: Theatre;

  beforeAll(async () => {
    theatre = await openTheatre();
  });
  afterAll(async () => theatre[Symbol.asyncDispose]());

  test('brings the very rows of the chosen backup back, also after a migration that added a foreign key', async () => {
    const { press, message, cardSays, submit, production } = theatre;
    const older = await rowsOf(production);
    const first = await backUp(theatre, theatre.production, 'before-parcels');

    await addMigration(production, parcels, addParcels);
    await applyMigrations(production);
    await execute(production.databaseUrl, `UPDATE "Customer" SET name = upper(name)`);
    const newer = await rowsOf(production);
    expect(newer).not.toEqual(older);
    await backUp(theatre, theatre.production, 'after-parcels');

    const modal = await openRestore(theatre, production);
    expect(modal).toContain('before-parcels');
    expect(modal).toContain('after-parcels');
    await submit('ana', { 'restore.backup': first });

    const card = await message(['Restore', 'production', 'Approve', first]);
    expect(await rowsOf(production)).toEqual(newer);
    await cardSays(card, parcels);
    await press('ben', card, 'run.approve');
    await press('cleo', card, 'run.approve');
    const done = await cardSays(card, 'Succeeded');

    expect(await rowsOf(production)).toEqual(older);
    expect(await parcelTable(production)).toBeNull();
    expect(await safetyBackups(production)).toHaveLength(1);
    expect(saysAll(done, ['.godwit-safety/'])).toBe(true);
    expect(await readFile(path.join(production.directory, '../container/state/running'), 'utf8')).toMatch(/^\d+ \d+/);
  });
});

async function parcelTable({ databaseUrl }: DemoHost): Promise<unknown> {
  const [row] = await execute(databaseUrl, `SELECT to_regclass('"Parcel"')::text AS name`);
  return (row as { name: unknown }).name;
}
