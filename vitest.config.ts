import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 60_000, hookTimeout: 120_000 };

/** `unit` stands beside the code; the other projects cross packages and live in tests/. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{common,server,device-bridge,kiosk,admin-portal}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'integration', include: ['tests/{integration,model}/**/*.test.ts'], ...slow } },
      { test: { name: 'browser', include: ['tests/e2e/**/*.test.ts'], fileParallelism: false, ...slow } },
    ],
  },
});
