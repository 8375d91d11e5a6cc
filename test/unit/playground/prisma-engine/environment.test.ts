import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { engineEnvironment, standIn } from '../../../../playground/prisma-engine/environment.mjs';

test('keeps the engine that somebody chose', () => {
  const chosen = { PRISMA_SCHEMA_ENGINE_BINARY: '/opt/schema-engine' };
  expect(engineEnvironment(chosen)).toEqual(chosen);
});

test('else names the stand-in, or nothing where the real engine lies beside its package', () => {
  expect([{}, { PRISMA_SCHEMA_ENGINE_BINARY: standIn }]).toContainEqual(engineEnvironment({}));
});

test('the stand-in is a program', async () => {
  await expect(access(standIn, constants.X_OK)).resolves.toBeUndefined();
});
