import { runSteps, type Step } from './checks/steps.ts';

const node = process.execPath;

/** Style, import rules between rooms, dead code, types. Each prints nothing when it holds. */
export const lintSteps: readonly Step[] = [
  { name: 'oxlint', command: node, args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'] },
  {
    name: 'prettier',
    command: node,
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  {
    name: 'imports between rooms',
    command: node,
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--output-type',
      'err',
      '--config',
      '.dependency-cruiser.mjs',
      'common',
      'server',
      'device-bridge',
      'kiosk',
      'admin-portal',
      'tests',
      'scripts',
    ],
  },
  { name: 'dead code', command: node, args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'types: node', command: node, args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'types: kiosk screens',
    command: node,
    args: ['node_modules/typescript/bin/tsc', '-p', 'kiosk/src/ui/tsconfig.json'],
  },
  {
    name: 'types: admin portal',
    command: node,
    args: ['node_modules/typescript/bin/tsc', '-p', 'admin-portal/tsconfig.json'],
  },
];

if (import.meta.main) {
  const failures = await runSteps(lintSteps);
  process.exit(failures.length === 0 ? 0 : 1);
}
