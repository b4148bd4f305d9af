import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment, onRow, type Output, rowStep, unchanged } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { matchText } from '../expressions/text-match.ts';
import { columnScalar, type Relation } from '../relation.ts';
import { literal, quoteString } from '../sql/quote.ts';
import { child, classOf, list, literalText, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { asCondition } from './rows.ts';
import { tablesOf, unionStep } from './union.ts';
import { parameter } from './parameters.ts';

/** `T | search …`: rows where any column has the words; `col: "x"` and comparisons look at one. */
export function compileSearch(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return searchStep(node, input, { environment, source: 'search_arg0' });
}

/** `search in (T1, T2) …`, and `search …` of every table that holds rows. */
export function compileSearchSource(node: SyntaxNode, environment: Environment): Relation {
  const clause = optional(node, 'InClause');
  const place = onRow(environment, null);
  const branches =
    clause === null
      ? tablesOf('*', { node, environment: place })
      : list(clause, 'Expressions').flatMap((expression) => {
          const name = classOf(expression) === 'NameReference' ? nameOf(expression) : '';
          return name.includes('*')
            ? tablesOf(name, { node: expression, environment: place })
            : [{ relation: compileTabular(expression, place), source: textOf(expression) }];
        });
  const [only] = branches;
  if (only === undefined) return refuse('A search over no tables', { at: node });
  if (branches.length === 1) return searchStep(node, only.relation, { environment, source: only.source });
  const union = unionStep(node, { parts: branches, sourceName: '$table' }, environment);
  return searchStep(node, union, { environment, source: '' });
}

function searchStep(
  node: SyntaxNode,
  input: Relation,
  { environment, source }: { readonly environment: Environment; readonly source: string },
): Relation {
  const sees = (parameter(node, 'kind') ?? '').toLowerCase() === 'case_sensitive';
  const condition = searchCondition(child(node, 'Condition'), { input, environment, sees });
  const old = unchanged(input);
  // After another search the name of the source goes by `$table1`.
  const isNew = ({ name }: { readonly name: string }) => name.startsWith('$table') && !input.columns.some((column) => column.name === name);
  const added = source === '' ? undefined : resultColumns(node).find(isNew);
  const named = (name: string): Output => ({ name, scalar: { sql: quoteString(source), type: 'string', total: true } });
  const outputs = added === undefined ? old : [named(added.name), ...old];
  return rowStep(environment, { input, outputs, options: { hint: 'search', tail: ` WHERE ${condition}` } });
}

type Place = { readonly input: Relation; readonly environment: Environment; readonly sees: boolean };

function searchCondition(node: SyntaxNode, place: Place): string {
  const kind = classOf(node);
  if (kind === 'ParenthesizedExpression') return `(${searchCondition(child(node, 'Expression'), place)})`;
  if (kind === 'StarExpression') return 'true';
  if (kind === 'LiteralExpression' || kind === 'CompoundStringLiteralExpression')
    return anyColumn(literalText(node) ?? textOf(node), place);
  if (kind === 'BinaryExpression') {
    const operator = textOf(child(node, 'Operator')).toLowerCase();
    if (operator === 'and' || operator === 'or') {
      return `(${searchCondition(child(node, 'Left'), place)} ${operator.toUpperCase()} ${searchCondition(child(node, 'Right'), place)})`;
    }
    if (operator === ':') return columnTerm(node, place);
    if (classOf(child(node, 'Left')) === 'StarExpression') return starCondition(node, operator, place);
  }
  const { environment, input } = place;
  return asCondition(environment.compilation.scalar(node, onRow(environment, input)));
}

function columnTerm(node: SyntaxNode, { input, sees }: Place): string {
  const name = nameOf(child(node, 'Left'));
  const column = input.columns.find((candidate) => candidate.name === name);
  const term = literalText(child(node, 'Right')) ?? textOf(child(node, 'Right'));
  return column === undefined ? 'false' : hasTerm(columnScalar(column), term, sees);
}

function starCondition(node: SyntaxNode, operator: string, { input, environment }: Place): string {
  const pattern = environment.compilation.scalar(child(node, 'Right'), onRow(environment, null));
  const parts = input.columns
    .filter(({ type }) => type === 'string' || type === 'dynamic')
    .map((column) => matchText(operator, columnScalar(column), pattern));
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
}

function anyColumn(term: string, { input, sees }: Place): string {
  const parts = input.columns.map((column) => hasTerm(columnScalar(column), term, sees));
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
}

/** A star in a term stands for anything: at its ends the word may go on there. */
function hasTerm(value: Scalar, term: string, sees: boolean): string {
  const suffix = sees ? '_cs' : '';
  const bare = term.replace(/^\*|\*$/g, '');
  if (bare.includes('*')) refuse(`The search term '${term}'`, { at: null, instead: 'a star may stand at its ends only' });
  if (bare === '') return 'true';
  const operator = term.startsWith('*') ? (term.endsWith('*') ? 'contains' : 'hassuffix') : term.endsWith('*') ? 'hasprefix' : 'has';
  return matchText(`${operator}${suffix}`, convert(value, 'string'), literal('string', bare));
}
