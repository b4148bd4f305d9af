import { columnNamed, compileScalar, type Environment, hoisting, type Output, rowStep, unchanged } from '../environment.ts';
import { refuse } from '../diagnostics.ts';
import { columnScalar, type Relation } from '../relation.ts';
import { list, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { typed, writtenNames } from './outputs.ts';
import { isTuple, listedOutputs, tupleOutputs } from './tuples.ts';
import { child, classOf, nameOf, textOf } from '../syntax/tree.ts';

/** `project`: exactly the columns that are listed. */
export function compileProject(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const { place, input: hoisted } = hoisting(environment, input);
  const outputs = listedOutputs(node, list(node, 'Expressions'), place);
  return rowStep(environment, { input: hoisted(), outputs, options: { hint: 'project' } });
}

/** `extend`: new columns after the old, an old name keeps its place with a new value. */
export function compileExtend(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return extendWith(node, input, { environment, hint: 'extend' });
}

/** What extend and serialize do with their expressions. */
export function extendWith(
  node: SyntaxNode,
  input: Relation,
  { environment, hint, serialized }: { readonly environment: Environment; readonly hint: string; readonly serialized?: boolean },
): Relation {
  const { place, input: hoisted } = hoisting(environment, input);
  const results = resultColumns(node);
  const expressions = list(node, 'Expressions');
  const claimed = new Set([
    ...input.columns.map(({ name }) => name),
    ...expressions.flatMap((expression) => writtenNames(expression) ?? []),
  ]);
  const free = results.map(({ name }) => name).filter((name) => !claimed.has(name));
  const computed = new Map<string, Output>();
  for (const expression of expressions) {
    if (isTuple(expression)) {
      const outputs = tupleOutputs(
        expression,
        place,
        (index, written) => written[index] ?? free.shift() ?? refuse('A column that the binder did not name', { at: expression }),
      );
      for (const output of outputs) computed.set(output.name, output);
      continue;
    }
    const name = writtenNames(expression)?.[0] ?? (classOf(expression) === 'NameReference' ? nameOf(expression) : free.shift());
    if (name === undefined) refuse('An expression that makes no column', { at: expression });
    const type = results.find((column) => column.name === name)?.type ?? '';
    computed.set(name, { name, scalar: typed(compileScalar(expression, place), type) });
  }
  const old = unchanged(input);
  const outputs = results.map(({ name }, index) => {
    const kept = computed.get(name) ?? old.find((output) => output.name === name);
    if (kept !== undefined) return kept;
    // A second column of one name, as parse makes it over a column that is there, gets a name of its own here.
    const twin = old[index];
    const isTwin = twin !== undefined && old.findIndex((output) => output.name === twin.name) < index;
    return isTwin ? { name, scalar: twin.scalar } : refuse(`The column '${name}'`, { at: node });
  });
  return rowStep(environment, { input: hoisted(), outputs, options: { hint, serialized } });
}

/** `project-away`, `project-keep`, `project-reorder` and their like: the binder says which columns stay, in which order. */
export function compileSelection(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const outputs = resultColumns(node).map(({ name }) => ({ name, scalar: columnScalar(columnNamed(input, name, node)) }));
  return rowStep(environment, { input, outputs, options: { hint: 'columns' } });
}

/** `project-rename new = old`. */
export function compileRename(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const renamed = new Map<string, string>();
  for (const expression of list(node, 'Expressions')) {
    const name = writtenNames(expression)?.[0];
    if (name !== undefined) renamed.set(nameOf(child(expression, 'Expression')), name);
  }
  const outputs = unchanged(input).map(({ name, scalar }) => ({ name: renamed.get(name) ?? name, scalar }));
  const expected = resultColumns(node).map(({ name }) => name);
  if (expected.join('\0') !== outputs.map(({ name }) => name).join('\0')) refuse(`This renaming (${textOf(node)})`, { at: node });
  return rowStep(environment, { input, outputs, options: { hint: 'rename' } });
}

/** `getschema`: the columns of the input as rows. */
export function schemaRows(input: Relation): readonly (readonly [name: string, ordinal: number, data: string, column: string])[] {
  const dataTypes: Readonly<Record<string, string>> = {
    bool: 'System.SByte',
    int: 'System.Int32',
    long: 'System.Int64',
    real: 'System.Double',
    decimal: 'System.Data.SqlTypes.SqlDecimal',
    string: 'System.String',
    datetime: 'System.DateTime',
    timespan: 'System.TimeSpan',
    guid: 'System.Guid',
    dynamic: 'System.Object',
  };
  return input.columns.map((column, index) => [column.name, index, dataTypes[column.type] ?? '', column.type]);
}
