// Who may know whom: the rooms of ARCHITECTURE.md as rules that fail the check.
const room = (names) => `^src/(${names})/`;

/** Files of `from` (a room) may import from src only what `to` allows, besides themselves. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [from, ...to] },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unknown', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^\\$', '^electron$'] } },
    only('base-is-a-leaf', 'base knows only tables and shapes of the contract', '^src/base/(?!node/)', [
      '^src/contract/(calibration|errors|exhibits|light|values|view)\\.ts$',
    ]),
    only('base-node', 'Node leaves know only base and the contract', '^src/base/node/', [room('base'), room('contract')]),
    only('contract-is-data', 'the contract knows nobody', room('contract'), []),
    only('engine', 'analysis knows no database, no window, no http', room('engine'), [room('base'), room('contract')]),
    only('store', 'the only writer knows no engine code', room('store'), [
      room('base'),
      room('contract'),
      '^src/engine/(protocol|detectors/interface)\\.ts$',
    ]),
    only('core', 'the application knows no shell', room('core'), [
      room('base'),
      room('contract'),
      room('engine'),
      room('store'),
      room('verify'),
    ]),
    only('verify', 'the checker shares a format with the writer, never code', room('verify'), [room('base'), room('contract')]),
    only('main', 'door 1', room('main'), [room('base'), room('contract'), room('core'), '^src/engine/(spawn|worker)\\.ts$']),
    only('loopback', 'door 2', room('loopback'), [room('base'), room('contract'), room('core'), '^src/engine/(spawn|worker)\\.ts$']),
    only('cli', 'door 3', room('cli'), [room('base'), room('contract'), room('core'), room('verify'), room('engine')]),
    only('preload', 'the bridge knows the contract', room('preload'), [room('contract')]),
    only('renderer', 'the window knows the contract, and no Node', room('renderer'), [room('contract'), '^src/base/(?!node/)']),
    only('verifier', 'the page for third parties knows the checker of reports and no Node', room('verifier'), [
      room('contract'),
      '^src/base/(?!node/)',
      '^src/verify/pdf/(?!verify-pdf|system-anchors)',
      '^src/verify/case/canonical\\.ts$',
    ]),
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: {
        path: [room('renderer|contract|verifier'), '^src/verify/pdf/'],
        // What only Node can do for a report: read its file, and ask the system whom it trusts.
        pathNot: ['\\.test\\.ts$', '^src/verify/pdf/(verify-pdf|system-anchors)\\.ts$'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-writer',
      comment: 'only the store and the independent checker open the database',
      severity: 'error',
      from: { path: '^src/', pathNot: [room('store|verify'), '\\.test\\.ts$'] },
      to: { path: 'better-sqlite3' },
    },
    {
      name: 'detectors-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/engine/detectors/([^/]+)/' },
      to: { path: '^src/engine/detectors/([^/]+)/', pathNot: '^src/engine/detectors/$1/' },
    },
    {
      name: 'networks-report-nothing',
      comment: 'ONNX Runtime is loaded by the one file that turns its usage reports off',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/inference/onnx-runtime\\.ts$' },
      to: { path: 'onnxruntime-(node|web)' },
    },
    {
      name: 'queue-only-on-the-rack',
      comment: 'the libraries of the queue are loaded by one file, and that file only where a queue is configured',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/rack/link\\.ts$' },
      to: { path: 'bullmq|ioredis' },
    },
    {
      name: 'queue-loaded-late',
      comment: 'whoever is no worker loads them only by import() of link.ts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/rack/(attempt|worker|queue-state)\\.ts$' },
      to: { path: '^src/core/rack/(link|attempt|worker|queue-state)\\.ts$', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    { name: 'signer-and-checker-apart', severity: 'error', from: { path: '^src/verify/' }, to: { path: '@signpdf|pkijs' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    exclude: { path: '\\.svelte$|\\.css$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'svelte', 'types', 'default'] },
  },
};
