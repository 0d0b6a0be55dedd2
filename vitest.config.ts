import { defineConfig } from 'vitest/config';
import { scratchDirectory } from './tests/support/scratch.ts';

const slow = { testTimeout: 60_000, hookTimeout: 120_000 };

/** `unit` stands beside the code; the other projects cross packages and live in tests/. */
export default defineConfig({
  test: {
    reporters: ['default'],
    env: { TMPDIR: scratchDirectory() },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{common,server,device-bridge,kiosk,admin-portal}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
          globalSetup: 'tests/support/empty-books.ts',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,model}/**/*.test.ts'],
          globalSetup: 'tests/support/empty-books.ts',
          ...slow,
        },
      },
      { test: { name: 'browser', include: ['tests/e2e/**/*.test.ts'], fileParallelism: false, ...slow } },
    ],
  },
});
