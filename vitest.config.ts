import { defineConfig } from 'vitest/config';

/**
 * Test files share their worker's process: a third of the time of the unit tests, since nothing in the project keeps
 * state in a module. Unit and architecture tests need nothing; the others run against real servers that one global
 * set-up starts.
 */
const onRealParts = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    globalSetup: ['test/support/real-parts.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What real parts do on a busy machine takes longer than the second that vitest gives it.
    expect: { poll: { timeout: 30_000 } },
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    // What Vite made of a file is kept below node_modules by its content: the five projects read it from each other, and the next run from this one.
    experimental: { fsModuleCache: true },
    // Stories wait most of the time: for Prisma, for the pace at which cards may be updated. Three at once fill two cores.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      onRealParts('contract'),
      onRealParts('integration'),
      onRealParts('e2e'),
    ],
  },
});
