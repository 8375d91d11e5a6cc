import { defineConfig } from 'vitest/config';

/**
 * Unit and architecture tests need nothing, and share their process: a third of the time, since nothing in the project
 * keeps state in a module. The others run against real servers that one global set-up starts.
 */
const onRealParts = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    globalSetup: ['test/support/real-parts.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
          isolate: false,
        },
      },
      onRealParts('contract'),
      onRealParts('integration'),
      onRealParts('e2e'),
    ],
  },
});
