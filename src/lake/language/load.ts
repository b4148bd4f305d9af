import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import type { BoundQuery } from '../../kql/index.ts';
import type { LakeSchema } from '../schema.ts';

/** The little of Microsoft's language service that is called here; it is C# compiled to JavaScript, with no usable types. */
type KustoLanguage = {
  readonly GlobalState: { readonly Default: Globals };
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: Globals): BoundQuery };
  readonly Symbols: {
    // The numbers of constructors are artefacts of the compiler: they hold for the pinned version only.
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: string | null) => object };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
  };
};

type Globals = { WithDatabase(database: object): Globals };

export type Language = { readonly parse: (text: string) => BoundQuery };

/** Loads the language service into this thread, with the tables of a schema. Takes about a second; call it in a worker. */
export function loadLanguage(schema: LakeSchema): Language {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('@kusto/language-service-next/package.json').replace(/package\.json$/, '');
  // The package's main file expects its runtime as a global, so both files run as scripts.
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    runInThisContext(readFileSync(folder + file, 'utf8'), { filename: file });
  }
  const kusto = (globalThis as unknown as { readonly Kusto: { readonly Language: KustoLanguage } }).Kusto.Language;
  const tables = Object.entries(schema).map(([name, columns]) => new kusto.Symbols.TableSymbol.$ctor7(name, schemaText(columns), null));
  const globals = kusto.GlobalState.Default.WithDatabase(new kusto.Symbols.DatabaseSymbol.ctor('lake', tables));
  return { parse: (text) => kusto.KustoCode.ParseAndAnalyze(text, globals) };
}

function schemaText(columns: Readonly<Record<string, string>>): string {
  const items = Object.entries(columns).map(([name, type]) => `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']: ${type}`);
  return `(${items.join(', ')})`;
}
