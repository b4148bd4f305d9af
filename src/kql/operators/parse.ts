import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, rowStep, unchanged } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { escapeRegex } from '../expressions/text-match.ts';
import type { Relation } from '../relation.ts';
import { call, quoteString } from '../sql/quote.ts';
import { child, classOf, list, literalText, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import type { KqlType, Scalar } from '../types.ts';
import { parameter } from './parameters.ts';
import { typeNamed } from '../type-names.ts';

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'column'; readonly name: string; readonly type: KqlType };

/** `parse`: columns cut out of text; rows that do not fit keep nulls. */
export function compileParse(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return parseStep(node, input, { environment, onlyMatches: false });
}

/** `parse-where`: the same, and rows that do not fit go. */
export function compileParseWhere(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return parseStep(node, input, { environment, onlyMatches: true });
}

function parseStep(
  node: SyntaxNode,
  input: Relation,
  { environment, onlyMatches }: { readonly environment: Environment; readonly onlyMatches: boolean },
): Relation {
  const mode = (parameter(node, 'kind') ?? 'simple').toLowerCase();
  const flags = parameter(node, 'flags') ?? '';
  const pieces = list(node, 'Patterns').map(readPiece);
  const text = convert(compileScalar(child(node, 'Expression'), onRow(environment, input)), 'string');
  const captures = pieces.filter((piece) => piece.kind === 'column');
  const relaxed = mode !== 'simple' || !captures.some((piece) => piece.type !== 'string');
  const pattern = mode === 'regex' ? regexPattern(pieces, flags) : simplePattern(pieces);
  const found = environment.compilation.hidden('parsed');
  const matched = rowStep(environment, {
    input,
    outputs: unchanged(input),
    options: {
      hint: 'parse',
      hidden: [
        {
          sql: call(
            'kql_capture',
            quoteString(pattern),
            text.sql,
            quoteString(captures.map((piece) => (relaxed && mode !== 'simple' ? 'any' : piece.type)).join(',')),
          ),
          as: found,
        },
      ],
      carried: [...input.carried, found],
    },
  });
  const values = new Map<string, Scalar>();
  captures.forEach((piece, index) => {
    const cut: Scalar = { sql: `coalesce(json_extract_string(${found}, '$[${index}]'), '')`, type: 'string', total: true };
    values.set(piece.name, { ...convert(cut, piece.type) });
  });
  const old = unchanged(matched);
  const outputs = resultColumns(node).map(({ name }): Output => {
    const value = values.get(name);
    return value === undefined
      ? (old.find((output) => output.name === name) ?? refuse(`The column '${name}'`, { at: node }))
      : { name, scalar: value };
  });
  const checks = captures.filter((piece) => piece.type !== 'string').map((piece) => `${values.get(piece.name)?.sql} IS NOT NULL`);
  const tail = onlyMatches ? ` WHERE ${[`${found} IS NOT NULL`, ...checks].join(' AND ')}` : '';
  return rowStep(environment, { input: matched, outputs, options: { hint: 'parsed', tail, carried: input.carried } });
}

function readPiece(node: SyntaxNode): Piece {
  switch (classOf(node)) {
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return { kind: 'text', text: literalText(node) ?? '' };
    case 'StarExpression':
      return { kind: 'skip' };
    case 'NameDeclaration':
      return { kind: 'column', name: nameOf(node), type: 'string' };
    case 'NameAndTypeDeclaration':
      return { kind: 'column', name: nameOf(child(node, 'Name')), type: typeNamed(textOf(child(node, 'Type')), node) };
    default:
      return refuse(`'${textOf(node).slice(0, 40)}' in a parse pattern`, { at: node });
  }
}

const typedCapture: Readonly<Partial<Record<KqlType, string>>> = {
  long: '[-+]?\\d+',
  int: '[-+]?\\d+',
  real: '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?',
};

/** Texts match as they are; a column reaches to the next text, the last one to the end. */
function simplePattern(pieces: readonly Piece[]): string {
  const parts = pieces.map((piece, index) => {
    const next = pieces[index + 1];
    if (piece.kind === 'text') return escapeRegex(piece.text);
    if (piece.kind === 'skip') return next === undefined ? '.*' : '.*?';
    const typed = typedCapture[piece.type];
    if (next === undefined) return '(.*)';
    // Two columns side by side: a typed one takes what its type allows.
    return next.kind !== 'text' && typed !== undefined ? `(${typed})` : '(.*?)';
  });
  return `(?s)^${parts.join('')}$`;
}

function regexPattern(pieces: readonly Piece[], flags: string): string {
  const lazy = flags.includes('U');
  const parts = pieces.map((piece, index) => {
    if (piece.kind === 'text') return `(?:${piece.text})`;
    const last = index === pieces.length - 1;
    if (piece.kind === 'skip') return last ? '.*' : '.*?';
    const typed = typedCapture[piece.type];
    return typed === undefined ? `(.*${lazy && !last ? '?' : ''})` : `(\\s*${typed})`;
  });
  const inline = [...flags].filter((flag) => 'ims'.includes(flag)).join('');
  return `${inline === '' ? '' : `(?${inline})`}^${parts.join('')}`;
}

/** `parse-kv`: columns from pairs of keys and values. */
export function compileParseKv(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const text = convert(compileScalar(child(node, 'Expression'), onRow(environment, input)), 'string');
  const columns = list(child(node, 'Keys'), 'Columns').map((column) => ({
    name: nameOf(child(column, 'Name')),
    type: typeNamed(textOf(child(column, 'Type')), column),
  }));
  const options = optional(node, 'WithClause');
  const settings = new Map(
    options === null
      ? []
      : list(options, 'Properties').map((property) => [
          nameOf(child(property, 'Name')),
          literalText(child(property, 'Expression')) ?? textOf(child(property, 'Expression')),
        ]),
  );
  const known = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape', 'greedy', 'regex'];
  for (const name of settings.keys()) if (!known.includes(name)) refuse(`The option '${name}' of parse-kv`, { at: node });
  const found = environment.compilation.hidden('pairs');
  const native = settings.has('regex')
    ? call('kql_parse_kv_regex', text.sql, quoteString(settings.get('regex') ?? ''))
    : call(
        'kql_parse_kv',
        text.sql,
        ...['pair_delimiter', 'kv_delimiter', 'quote', 'escape'].map((name) => quoteString(settings.get(name) ?? '')),
        String(/true/i.test(settings.get('greedy') ?? '')),
        quoteString(columns.map(({ name }) => name).join('\n')),
      );
  const matched = rowStep(environment, {
    input,
    outputs: unchanged(input),
    options: { hint: 'pairs', hidden: [{ sql: native, as: found }], carried: [...input.carried, found] },
  });
  const results = resultColumns(node);
  // A key with the name of a column makes a new column, which the binder names apart.
  const added = results.length === input.columns.length + columns.length ? results.slice(input.columns.length) : columns;
  const values = new Map(
    columns.map(({ name, type }, index) => [
      added[index]?.name ?? name,
      convert(
        { sql: `coalesce(kql_text_of(kql_element(${found}, ${quoteString(JSON.stringify(name))})), '')`, type: 'string', total: true },
        type,
      ),
    ]),
  );
  const old = unchanged(matched);
  const outputs = results.map(({ name }): Output => {
    const value = values.get(name);
    return value === undefined
      ? (old.find((output) => output.name === name) ?? refuse(`The column '${name}'`, { at: node }))
      : { name, scalar: value };
  });
  return rowStep(environment, { input: matched, outputs, options: { hint: 'parse_kv', carried: input.carried } });
}
