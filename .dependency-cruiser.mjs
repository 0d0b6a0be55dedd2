/** The import rules of docs/architecture.md, checked by `npm run lint`. */
const production = '\\.test\\.tsx?$|/conformance/|^tests/|^scripts/|/simulators/|/sandbox/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'common-imports-no-room',
      severity: 'error',
      from: { path: '^common/' },
      to: { path: '^(server|device-bridge|kiosk|admin-portal|tests)/' },
    },
    {
      name: 'ui-knows-only-screens',
      comment: 'The kiosk UI is a picture of the screen model and nothing else.',
      severity: 'error',
      from: { path: '^kiosk/src/ui/' },
      to: { path: '^(server|device-bridge|kiosk/src/(flows|service|shell))/' },
    },
    {
      name: 'flows-are-pure',
      severity: 'error',
      from: { path: '^kiosk/src/flows/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(server/src/(?!contract/)|device-bridge/|kiosk/src/(service|ui|shell)/)|^node:',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'flows-import-no-node-core',
      severity: 'error',
      from: { path: '^kiosk/src/flows/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'kiosk-service-through-contracts',
      severity: 'error',
      from: { path: '^kiosk/src/service/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server/src/(?!contract/)|device-bridge/src/(?!protocol/)|admin-portal/|kiosk/src/(ui|shell)/)' },
    },
    {
      name: 'bridge-imports-neither-kiosk-nor-server',
      severity: 'error',
      from: { path: '^device-bridge/' },
      to: { path: '^(kiosk|server|admin-portal)/' },
    },
    {
      name: 'portal-imports-only-the-contract',
      severity: 'error',
      from: { path: '^admin-portal/' },
      to: { path: '^(server/src/(?!contract/)|device-bridge|kiosk)/' },
    },
    {
      name: 'server-imports-no-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(kiosk|device-bridge|admin-portal)/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^server/src/contract/' },
      to: { path: '^server/src/(?!contract/)' },
    },
    {
      name: 'no-simulators-in-production',
      severity: 'error',
      from: { pathNot: production },
      to: { path: '/(simulators|sandbox)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|var)/' },
    tsPreCompilationDeps: true,
    // TypeScript 7 has no compiler API to parse with.
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
