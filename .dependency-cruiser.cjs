/** The architecture, executable: a layer may import itself and what is listed; anything else fails `npm run check`. */
const may = {
  lib: [],
  domain: ['lib'],
  // What stores keep is the engine's to say: types alone, which this tool cannot tell apart.
  // And LiteMail and Cloudflare are what the declarations of their operations say.
  ports: ['adapters/(litemail|cloudflare)/operations/(litemail|cloudflare)-operations.ts', 'engine/approvals/policy/policy.ts', 'engine/approvals/request/request.ts', 'domain', 'lib'],
  // Requests are drawn from what is stored of them: types alone, as for the ports.
  ui: ['engine/approvals/policy/policy.ts', 'engine/approvals/request/request.ts', 'domain', 'ports', 'lib'],
  // It knows no product: of the domain only who acts, what is proposed, and the audit.
  engine: ['domain/actor.ts', 'domain/proposal.ts', 'domain/audit', 'ports', 'ui', 'lib'],
  features: ['engine', 'domain', 'ports', 'ui', 'lib'],
  adapters: ['engine', 'domain', 'ports', 'ui', 'lib'],
  config: ['domain', 'engine', 'ports', 'lib'],
};
const layers = Object.entries(may).map(([layer, allowed]) => ({
  name: `${layer}-imports-only-${allowed.map((path) => path.replaceAll(/\W+/g, '-')).join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})(/|$)` },
}));
module.exports = {
  forbidden: [
    ...layers,
    { name: 'a-feature-imports-of-another-only-its-index', severity: 'error', from: { path: '^src/features/([^/]+)/' }, to: { path: '^src/features/[^/]+/', pathNot: '^src/features/($1/|[^/]+/index\\.ts$)' } },
    { name: 'slack-types-only-in-ui-and-the-slack-adapter', severity: 'error', from: { path: '^src/', pathNot: '^src/(ui|adapters/slack)/' }, to: { path: '@slack/(types|web-api|bolt|socket-mode)' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^(src|sandbox)/', pathNot: '^(src/main|src/doctor/main|sandbox/main)\\.ts$' }, to: {} },
    { name: 'nobody-imports-it', severity: 'error', from: { pathNot: '^test/' }, module: { path: '^src/', pathNot: '^src/(main|doctor/main)\\.ts$|^src/ports/', numberOfDependentsLessThan: 1 } },
    { name: 'drivers-only-in-their-adapter', severity: 'error', from: { path: '^(src|sandbox)/', pathNot: '^(src/adapters/|sandbox/documents)' }, to: { path: 'node_modules/(lowdb|pg|pg-boss|ky|write-file-atomic)/' } },
    { name: 'domain-and-ui-do-no-io', severity: 'error', from: { path: '^src/(domain|ui)/' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|url|net)$' } },
    { name: 'production-imports-no-dev-dependency', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
    { name: 'src-never-imports-sandbox', severity: 'error', from: { path: '^src/' }, to: { path: '^(sandbox|test|tools|bench)/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^sandbox/playground/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
