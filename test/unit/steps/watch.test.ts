import { expect, test, vi } from 'vitest';
import type { Blocker } from '../../../src/domain/locks.ts';
import type { MigrationTraffic } from '../../../src/ports/target.ts';
import { watched } from '../../../src/steps/watch.ts';
import { environment, later, noon } from '../domain/samples.ts';

const migration = { pid: 7, applicationName: 'prisma', user: 'app', backendStart: '1.5', state: 'active' };
const blocker: Blocker = { pid: 9, application: 'psql', user: null, state: null, ageMs: null, mark: null };
const traffic = (change: Partial<MigrationTraffic> = {}) => ({ migration, blockers: [], behind: 0, ...change });

/** Watches work that ends after the last of these looks; each look is a second after the one before. */
async function watchOf(looks: readonly (MigrationTraffic | null | 'broken')[], isOurs = true) {
  let at = 0;
  let end: (value: string) => void = () => undefined;
  const work = new Promise<string>((resolve) => {
    end = resolve;
  });
  const reports: string[] = [];
  const cancelMigration = vi.fn(async () => 'sent' as const);
  const open = vi.fn(async () => ({ kind: 'open', session: { [Symbol.asyncDispose]: async () => undefined } }));
  const look = async () => {
    const seen = looks[at] ?? null;
    at += 1;
    if (at >= looks.length) end('worked');
    if (seen === 'broken') throw new Error('gone');
    return seen;
  };
  const context = {
    environment: { ...environment(), limits: { ...environment().limits, waiting: { sessions: 2, forMs: 2_000 } } },
    host: {},
    targets: { open, traffic: look, cancelMigration },
    now: () => later(at * 1_000),
    pause: async () => undefined,
    report: async (word: string) => void reports.push(word),
  } as unknown as Parameters<typeof watched>[0];
  return { ...(await watched(context, work, () => isOurs)), reports, cancelMigration, open };
}

test('hands the work over, and counts what it asked', async () => {
  const { value, watched: seen, open } = await watchOf([null, traffic(), traffic()]);
  expect([value, seen.looks, open.mock.calls.length]).toEqual(['worked', 3, 1]);
});

test('says once whom the migration waits for, and when it goes on', async () => {
  const waits = traffic({ blockers: [blocker, { ...blocker, pid: 10 }] });
  const { reports, watched: seen } = await watchOf([traffic(), waits, waits, traffic(), null]);
  expect(reports).toEqual(['waits for a lock of pid 9 (psql) and 1 more', 'has its lock']);
  expect(seen.blockers).toHaveLength(2);
});

test('cancels once, where too many wait for too long', async () => {
  const piled = traffic({ behind: 3 });
  const { watched: seen, cancelMigration } = await watchOf([piled, piled, piled, piled, piled]);
  expect(seen.cancelled).toMatchObject({ sessions: 3 });
  expect(cancelMigration.mock.calls.map((call: unknown[]) => call[2])).toEqual(['cancel', 'terminate']);
});

test('leaves it alone where they go on in between', async () => {
  const piled = traffic({ behind: 3 });
  const { watched: seen, cancelMigration } = await watchOf([piled, piled, traffic(), piled, piled]);
  expect(seen.cancelled).toBeNull();
  expect(cancelMigration).not.toHaveBeenCalled();
});

test("never cancels somebody else's, while Prisma still waits for its lock", async () => {
  const piled = traffic({ behind: 3 });
  const { watched: seen, cancelMigration } = await watchOf([piled, piled, piled, piled, piled], false);
  expect(seen.cancelled).toBeNull();
  expect(cancelMigration).not.toHaveBeenCalled();
});

test('opens another session where one breaks, and never harms the work', async () => {
  const { value, open, watched: seen } = await watchOf(['broken', traffic(), 'broken', traffic()]);
  expect([value, open.mock.calls.length, seen.looks]).toEqual(['worked', 3, 2]);
});

test('work that breaks breaks as if nobody watched', async () => {
  const context = {
    ...{ environment: environment(), host: {}, now: () => noon, pause: async () => undefined },
    targets: { open: async () => ({ kind: 'trouble', trouble: {}, project: null }) },
  } as unknown as Parameters<typeof watched>[0];
  await expect(watched(context, Promise.reject(new Error('lost')), () => true)).rejects.toThrow('lost');
});
