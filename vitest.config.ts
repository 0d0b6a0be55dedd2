import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { scratchDirectory } from './tests/support/scratch.ts';

/** What a test waits for happens in other processes, threads and pages: on a crowded machine each has to get its turn. */
const patient = { expect: { poll: { timeout: 20_000, interval: 20 } } };
const slow = { ...patient, testTimeout: 120_000, hookTimeout: 120_000 };

/** `unit` stands beside the code; the other projects cross packages and live in tests/. */
export default defineConfig({
  test: {
    reporters: ['default'],
    env: { TMPDIR: scratchDirectory() },
    globalSetup: 'tests/support/empty-books.ts',
    // Most tests wait for a database, a wire or a page: on two cores two of them beside each other take half the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{common,server,device-bridge,kiosk,admin-portal}/src/**/*.test.{ts,tsx}',
            '{scripts,tests/fuzz}/**/*.test.ts',
          ],
          ...patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,model}/**/*.test.ts'],
          globalSetup: 'tests/support/built-uis.ts',
          ...slow,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/support/built-uis.ts',
          // Each is a browser and a whole installation: two cores carry two of them, and nothing beside.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
    ],
  },
});
