import { aggregateRows, type Compiled, type Diagnostic, functionRows, nearestName, type NeedsColumns } from '../../kql/index.ts';
import type { WorkspaceTables } from '../tables.ts';

type Names = { readonly workspace: WorkspaceTables; readonly named: readonly string[] };

/** Adds the nearest table or column to what the binder says about an unknown name: whoever wrote it mostly misspelt one. */
export function withAdvice(compiled: Compiled | NeedsColumns, names: Names): Compiled | NeedsColumns {
  if (compiled.kind !== 'refused') return compiled;
  return { ...compiled, diagnostics: compiled.diagnostics.map((diagnostic) => advised(diagnostic, names)) };
}

function advised(diagnostic: Diagnostic, names: Names): Diagnostic {
  const [, name, kind] = /^The name '([^']+)' does not refer to any known (table|column|function)/.exec(diagnostic.message) ?? [];
  if (name === undefined) return diagnostic;
  const nearest = nearestName(name, candidates(kind ?? '', names));
  return nearest === null || nearest === name
    ? diagnostic
    : { ...diagnostic, message: `${diagnostic.message} The nearest is '${nearest}'.`, suggestion: nearest };
}

function candidates(kind: string, { workspace, named }: Names): readonly string[] {
  if (kind === 'table') return workspace.names();
  if (kind === 'function') return [...functionRows(), ...aggregateRows()].map(({ name }) => name);
  return named.flatMap((table) => (workspace.columns(table) ?? []).map(({ name }) => name));
}
