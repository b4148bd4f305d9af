import { refuse } from '../diagnostics.ts';
import { literal, nullOf } from '../sql/quote.ts';
import { classOf, literalText, type SyntaxNode, textOf, typeNameOf } from '../syntax/tree.ts';
import { parseDatetime, parseTimespan, printDatetime } from '../native/time-text.ts';
import { parseDynamic, printDynamic } from '../native/dynamic.ts';
import { isKqlType, type KqlType, type Scalar } from '../types.ts';

/** A literal as it is written: numbers, strings, datetime(…), dynamic(…). `now` gives a time without a date its day. */
export function compileLiteral(node: SyntaxNode, now: bigint): Scalar {
  const type = typeNameOf(node);
  if (!isKqlType(type)) refuse(`A literal of type '${type}'`, { at: node });
  if (type === 'dynamic') return dynamicLiteral(node);
  if (type === 'string') return literal('string', literalText(node) ?? '');
  const inner = innerText(node);
  if (/^null$/i.test(inner)) return nullOf(type);
  // "Omitting the date gives a time today." (Kusto documentation, "The datetime data type", of 2018 to 2022)
  const dated = type === 'datetime' && /^\d{1,2}:/.test(inner) ? `${printDatetime(now).slice(0, 10)} ${inner}` : inner;
  return readLiteral(type, dated) ?? refuse(`The literal ${textOf(node)}`, { at: node });
}

/** A literal that the binder left without a type, read as the type that is declared beside it. */
export function compileLiteralAs(node: SyntaxNode, type: KqlType): Scalar {
  if (type === 'string') return literal('string', literalText(node) ?? '');
  if (type === 'dynamic') return dynamicLiteral(node);
  const inner = innerText(node);
  if (/^null$/i.test(inner)) return nullOf(type);
  return readLiteral(type, inner) ?? refuse(`The literal ${textOf(node)} as ${type}`, { at: node });
}

function readLiteral(type: KqlType, text: string): Scalar | null {
  switch (type) {
    case 'bool':
      return readBool(text);
    case 'int':
    case 'long':
      if (!/^[-+]?(\d+|0x[0-9a-f]+)$/i.test(text)) return null;
      return isTooLarge(text) ? null : literal(type, wrapTo(type, bigintOf(text)));
    case 'real':
      return readReal(text);
    case 'decimal':
      return /^[-+]?\d*\.?\d*(e[-+]?\d+)?$/i.test(text) ? literal('decimal', text) : null;
    case 'datetime': {
      const ticks = parseDatetime(text);
      return ticks === null ? null : literal('datetime', ticks);
    }
    case 'timespan': {
      const ticks = parseTimespan(text, { bareNumbersAreDays: true });
      return ticks === null ? null : literal('timespan', ticks);
    }
    case 'guid':
      return /^[0-9a-f-]{32,36}$/i.test(text) ? literal('guid', text.toLowerCase()) : null;
    default:
      return null;
  }
}

function readBool(text: string): Scalar | null {
  if (/^(true|1)$/i.test(text)) return literal('bool', true);
  return /^(false|0)$/i.test(text) ? literal('bool', false) : null;
}

function readReal(text: string): Scalar | null {
  if (/^nan$/i.test(text)) return literal('real', Number.NaN);
  if (/^[-+]?inf$/i.test(text)) return literal('real', text.startsWith('-') ? -Infinity : Infinity);
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? null : literal('real', value);
}

function dynamicLiteral(node: SyntaxNode): Scalar {
  const written = classOf(node) === 'DynamicExpression' ? innerText(node) : textOf(node);
  const value = parseDynamic(written, { literals: true });
  if (value === undefined) refuse('This dynamic literal', { at: node, instead: 'write it as JSON' });
  if (value === null) return nullOf('dynamic');
  return literal('dynamic', printDynamic(value));
}

/** `datetime(2020-01-01)` → `2020-01-01`, quotes taken off; a bare literal is itself. */
function innerText(node: SyntaxNode): string {
  const text = textOf(node);
  const inner = /^[a-z0-9_]+\s*\((.*)\)$/is.exec(text)?.[1]?.trim() ?? text;
  if (classOf(node) === 'DynamicExpression') return inner;
  return /^(["']).*\1$/s.test(inner) ? inner.slice(1, -1) : inner;
}

/** Decimal digits beyond 64 bits; the sign counts where the literal has one of its own, as in a datatable. */
function isTooLarge(text: string): boolean {
  return /^[-+]?\d+$/.test(text) && BigInt.asIntN(64, bigintOf(text)) !== bigintOf(text);
}

function bigintOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.replace(/^\+/, ''));
}

function wrapTo(type: 'int' | 'long', value: bigint): bigint {
  return BigInt.asIntN(type === 'int' ? 32 : 64, value);
}
