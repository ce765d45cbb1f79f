/** The architecture, executable. A layer may import itself and what is listed; anything else fails `npm run check`. */
const may = {
  core: [],
  apis: ['core'],
  ports: ['core', 'apis'],
  services: ['core', 'ports', 'apis'],
  views: ['core', 'ports'],
  commands: ['core', 'ports', 'apis', 'services', 'views'],
  clients: ['core', 'ports', 'apis'],
  stores: ['core', 'ports'],
  jobs: ['core', 'ports', 'apis', 'services', 'views', 'commands'],
  slack: ['core', 'ports', 'apis', 'commands', 'services', 'views', 'jobs'],
  webhooks: ['core', 'ports', 'services'],
  doctor: ['core', 'ports', 'apis', 'clients', 'stores', 'slack', 'config', 'system-clock'],
  sandbox: ['core', 'ports', 'app', 'config', 'log', 'stores', 'commands', 'views'],
};

const layers = Object.entries(may).map(([layer, allowed]) => ({
  name: `${layer}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})(/|\\.ts$)` },
}));

module.exports = {
  forbidden: [
    ...layers,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '^src/(main|sandbox/main)\\.ts$' }, to: {} },
    { name: 'only-the-sandbox-imports-the-sandbox', severity: 'error', from: { path: '^src/', pathNot: '^src/sandbox/' }, to: { path: '^src/sandbox/' } },
    { name: 'slack-sdk-only-in-slack', severity: 'error', from: { path: '^src/', pathNot: '^src/(slack|sandbox)/' }, to: { path: 'node_modules/@slack/(bolt|web-api|oauth|socket-mode)' } },
    { name: 'drivers-only-in-their-adapter', severity: 'error', from: { path: '^src/', pathNot: '^src/(stores/|clients/|sandbox/documents)' }, to: { path: 'node_modules/(lowdb|pg|pg-boss|ky|write-file-atomic)/' } },
    { name: 'core-and-views-do-no-io', severity: 'error', from: { path: '^src/(core|views)/' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|url|net)$' } },
    { name: 'production-imports-no-dev-dependency', severity: 'error', from: { path: '^src/', pathNot: '^src/sandbox/' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/sandbox/playground/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
