/** Who may import whom: the table of ARCHITECTURE.md, one row a folder. A folder may always import itself. */
const mayImport = {
  domain: [],
  kql: [],
  'connector-kit': ['domain'],
  connectors: ['connector-kit'],
  contract: ['domain'],
  network: ['domain'],
  vault: ['domain'],
  store: ['domain'],
  identity: ['domain', 'store'],
  oauth: ['domain'],
  mcp: ['domain'],
  connections: ['domain', 'oauth', 'vault', 'store', 'mcp'],
  runtime: ['domain', 'store'],
  agent: ['domain', 'runtime', 'store'],
  server: ['domain', 'contract', 'agent', 'runtime', 'connections', 'identity', 'oauth', 'mcp', 'store'],
  ui: ['contract'],
  cli: ['domain', 'contract'],
  lake: ['domain', 'kql', 'connector-kit'],
  process: ['domain'],
};

/** Folders that hold I/O: others know their types and get them built by main.ts. */
const builtByMain = ['store', 'vault', 'connections', 'mcp', 'network', 'lake'];

const tests = '\\.test\\.tsx?$|^testing/|^bench/|^src/connectors/[^/]+/proof\\.ts$';
/** Pure functions of those folders, which anyone allowed may call. */
const pureParts = '^src/connections/(registry|import-file)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\.css$|^(@fontsource|virtual:)' } },
    { name: 'no-tests-in-code', severity: 'error', from: { pathNot: tests }, to: { path: tests } },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `${folder} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: tests },
      to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
    })),
    ...builtByMain.map((folder) => ({
      name: `${folder}-is-built-by-main`,
      severity: 'error',
      from: { path: '^src/', pathNot: `${tests}|^src/(${folder}/|(main|compose)\\.ts$)` },
      to: { path: `^src/${folder}/`, pathNot: pureParts, dependencyTypesNot: ['type-only'] },
    })),
    {
      name: 'no-sibling-connectors',
      comment: 'What two connectors share belongs to the kit',
      severity: 'error',
      from: { path: '^src/connectors/([^/]+)/', pathNot: tests },
      to: { path: '^src/connectors/[^/]+/', pathNot: '^src/connectors/$1/' },
    },
    {
      name: 'kql-by-its-index',
      severity: 'error',
      from: { path: '^src/', pathNot: `${tests}|^src/kql/` },
      to: { path: '^src/kql/', pathNot: '^src/kql/index\\.ts$' },
    },
    {
      name: 'duckdb-has-two-homes',
      comment: 'The lake, and the process that opens DuckDB files of other people for the connector of database files',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(lake/|connectors/database-file/engine/)' },
      to: { path: '@duckdb/' },
    },
    {
      name: 'only-lake-loads-kusto',
      comment: 'The lake on the server, the editor of its page in the browser',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(lake|ui/lake/editor)/' },
      to: { path: '@kusto/' },
    },
    {
      name: 'only-charts-draw',
      comment: 'echarts is large: all of it is behind one file that is loaded with the first chart',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/ui/charts/drawing\\.tsx$' },
      to: { path: 'node_modules/echarts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'main-is-the-root',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: tests },
      to: { path: '^src/(main|compose|serve|housekeeping|config)\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      // @kusto/monaco-kusto is for bundlers: it has no main.
      mainFields: ['main', 'module', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
    },
  },
};
