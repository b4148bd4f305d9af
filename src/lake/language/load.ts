import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import type { BoundQuery } from '../../kql/index.ts';
import type { TableColumns, WorkspaceTables } from '../tables.ts';
import { nameWatchlists } from './watchlists.ts';

/** The little of Microsoft's language service that is called here; it is C# compiled to JavaScript, with no usable types. */
type KustoLanguage = {
  readonly GlobalState: { readonly Default: Globals };
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: Globals): BoundQuery };
  readonly Symbols: {
    // The numbers of constructors are artefacts of the compiler: they hold for the pinned version only.
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: string | null) => object };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
  };
  readonly Binding: { readonly Binder: { readonly NodeBinder: { readonly prototype: NodeBinder } } };
};

type NodeBinder = { VisitScanOperator(node: { readonly Parameters: { ToString(): string } }): SemanticInfo };
type SemanticInfo = { readonly ResultType: TableSymbol; WithResultType(type: TableSymbol): SemanticInfo };
type TableSymbol = {
  readonly Columns: { readonly Count: number; getItem(index: number): object };
  WithColumns(columns: readonly object[]): TableSymbol;
};

type Globals = { WithDatabase(database: object): Globals };

export type Language = {
  /** Parses and binds against the tables that the text names; `names` are those that were found. */
  readonly parse: (text: string, tables: WorkspaceTables) => { readonly query: BoundQuery; readonly names: readonly string[] };
};

/** Loads the language service into this thread. Takes about a second; call it in a worker. */
export function loadLanguage(): Language {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('@kusto/language-service-next/package.json').replace(/package\.json$/, '');
  // The package's main file expects its runtime as a global, so both files run as scripts.
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    runInThisContext(readFileSync(folder + file, 'utf8'), { filename: file });
  }
  const kusto = (globalThis as unknown as { readonly Kusto: { readonly Language: KustoLanguage } }).Kusto.Language;
  correctScan(kusto.Binding.Binder.NodeBinder.prototype);
  const known = new Map<string, Globals>();
  // Reading a wide schema takes milliseconds, and most queries name the same few tables.
  const symbolsOf = new Map<string, object>();
  const symbolOf = (name: string, columns: string): object => {
    const key = `${name}${columns}`;
    const symbol = symbolsOf.get(key) ?? new kusto.Symbols.TableSymbol.$ctor7(name, columns, null);
    if (symbolsOf.size >= keptSymbols) symbolsOf.clear();
    symbolsOf.set(key, symbol);
    return symbol;
  };
  // A thousand tables take seconds to bind; a query names a few of them, so only those become symbols.
  const globalsFor = (tables: readonly (readonly [string, string])[]): Globals => {
    const key = JSON.stringify(tables);
    const made = known.get(key);
    if (made !== undefined) return made;
    const symbols = tables.map(([name, columns]) => symbolOf(name, columns));
    const globals = kusto.GlobalState.Default.WithDatabase(new kusto.Symbols.DatabaseSymbol.ctor('lake', symbols));
    if (known.size >= keptGlobals) known.clear();
    known.set(key, globals);
    return globals;
  };
  return {
    parse: (written, tables) => {
      const { text, names: lists } = nameWatchlists(written, tables);
      const named = [...namesIn(text, tables), ...lists].flatMap((name): readonly (readonly [string, string])[] => {
        const columns = tables.columns(name);
        return columns === null ? [] : [[name, schemaText(columns)]];
      });
      return { query: kusto.KustoCode.ParseAndAnalyze(text, globalsFor(named)), names: named.map(([name]) => name) };
    },
  };
}

/** The binder gives a scan the column match_id last, asked for or not; the engine only where it is, and what follows is bound by that. */
function correctScan(binder: NodeBinder): void {
  const visit = binder.VisitScanOperator;
  binder.VisitScanOperator = function visitScan(this: NodeBinder, node) {
    const info = visit.call(this, node);
    if (/with_match_id/i.test(node.Parameters.ToString())) return info;
    const { Columns: columns } = info.ResultType;
    const asked = Array.from({ length: columns.Count - 1 }, (_, index) => columns.getItem(index));
    return info.WithResultType(info.ResultType.WithColumns(asked));
  };
}

function schemaText(columns: TableColumns): string {
  const items = columns.map(({ name, type }) => `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']: ${type}`);
  return `(${items.join(', ')})`;
}

const keptGlobals = 200;
const keptSymbols = 2000;

/** Words of the text that could name a table; with a wildcard or a search over everything, all tables that hold rows. */
function namesIn(text: string, tables: WorkspaceTables): readonly string[] {
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const everything = /\*|\b(?:search|find)\b/.test(text) ? tables.filled() : [];
  return [...new Set([...words, ...everything])].sort();
}
