import { expect, test, vi } from 'vitest';
import type { TargetSession, Targets } from '../../../src/ports/target.ts';
import { withOneCatalog } from '../../../src/steps/one-catalog.ts';

test('reads the catalog once for a look, and anew for the next', async () => {
  const catalog = vi.fn(async () => ({ kind: 'unusable', why: 'away', serverVersion: null }) as const);
  const targets = { catalog } as unknown as Targets;
  const session = {} as TargetSession;
  const look = withOneCatalog(targets);
  expect(await look.catalog(session)).toBe(await look.catalog(session));
  expect(catalog).toHaveBeenCalledTimes(1);
  await withOneCatalog(targets).catalog(session);
  expect(catalog).toHaveBeenCalledTimes(2);
});
