import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment } from '../environment.ts';
import { call, literal, quoteString } from '../sql/quote.ts';
import { child, classOf, nameOf, type SyntaxNode } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';

type Step = { readonly key: string } | { readonly index: bigint } | { readonly computed: Scalar };

/** `d.a.b[0]["c"]`: one walk into the JSON for the whole written path. */
export function compilePath(node: SyntaxNode, environment: Environment): Scalar {
  const { base, steps } = unwind(node, environment);
  if (base.type !== 'dynamic') refuse(`Reading a part of a ${base.type}`, { at: node, instead: 'use parse_json() first' });
  let sql = base.sql;
  let text: string | undefined;
  for (let at = 0; at < steps.length; ) {
    const computed = steps[at];
    if (computed !== undefined && 'computed' in computed) {
      sql = `kql_element(${sql}, ${computedKey(computed.computed)})`;
      text = undefined;
      at += 1;
      continue;
    }
    let path = '$';
    for (; at < steps.length; at += 1) {
      const step = steps[at];
      if (step === undefined || 'computed' in step) break;
      path += printPart(step);
    }
    text = call(isIdentifier(sql) ? 'kql_path_text' : 'kql_inner_path_text', sql, quoteString(path));
    sql = walk(sql, path);
  }
  return { sql, type: 'dynamic', total: false, ...(text === undefined ? {} : { text }) };
}

/** The engine walks a path without quotes faster. */
function printPart(step: Exclude<Step, { readonly computed: Scalar }>): string {
  if ('index' in step) return `[${step.index < 0n ? `#${step.index}` : step.index}]`;
  return /^[A-Za-z_]\w*$/.test(step.key) ? `.${step.key}` : `."${step.key}"`;
}

function isIdentifier(sql: string): boolean {
  return /^(?:\w+\.)?"(?:[^"]|"")*"$/.test(sql);
}

/** JSON null is no value. */
function walk(sql: string, path: string): string {
  return `nullif(json_extract(${sql}, ${quoteString(path)})::VARCHAR, 'null')`;
}

/** A key inside a JSON path; one with a mark that paths give a meaning to is looked up by the native instead. */
function keyStep(key: string): Step {
  return /["\\*\n\r\0]/.test(key) || key === '' ? { computed: literal('string', key) } : { key };
}

function unwind(node: SyntaxNode, environment: Environment): { readonly base: Scalar; readonly steps: Step[] } {
  const kind = classOf(node);
  if (kind !== 'PathExpression' && kind !== 'ElementExpression') return { base: compileScalar(node, environment), steps: [] };
  const { base, steps } = unwind(child(node, 'Expression'), environment);
  const selector = child(node, 'Selector');
  if (kind === 'PathExpression' && classOf(selector) !== 'BracketedExpression') steps.push(keyStep(nameOf(selector)));
  else steps.push(selectorStep(selector, environment));
  return { base, steps };
}

function selectorStep(selector: SyntaxNode, environment: Environment): Step {
  const inner = classOf(selector) === 'BracketedExpression' ? child(selector, 'Expression') : selector;
  const value = compileScalar(inner, environment);
  if (typeof value.literal === 'string') return keyStep(value.literal);
  if (typeof value.literal === 'bigint') return { index: value.literal };
  return { computed: value };
}

function computedKey(value: Scalar): string {
  // The native takes JSON, so that it can tell an index from a key.
  return value.type === 'string' ? `to_json(${value.sql})::VARCHAR` : `${value.sql}::VARCHAR`;
}
