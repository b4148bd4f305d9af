import { AppError } from '../domain/errors.ts';
import type { ParameterType } from '../domain/saved-query.ts';

const patterns: Partial<Record<ParameterType, RegExp>> = {
  datetime: /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?)?$/,
  timespan: /^-?(?:\d+(?:\.\d+)?(?:d|h|m|s|ms)|(?:\d+\.)?\d\d:\d\d:\d\d(?:\.\d{1,7})?)$/,
  guid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
};

/**
 * A value as a KQL literal of its type. What does not fit its type is refused, so nothing of a value
 * can become query text (the hole of pasted parameters).
 */
export function toKqlLiteral(type: ParameterType, value: unknown): string {
  switch (type) {
    case 'string':
      return quoteKqlString(String(value));
    case 'long':
      return `long(${exactly(/^-?\d{1,19}$/, value, type)})`;
    case 'real':
      return `real(${exactly(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i, value, type)})`;
    case 'bool':
      return exactly(/^(?:true|false)$/, value, type);
    case 'datetime':
    case 'timespan':
    case 'guid':
      return `${type}(${exactly(patterns[type] ?? /$^/, value, type)})`;
    case 'dynamic':
      return `parse_json(${quoteKqlString(typeof value === 'string' ? value : JSON.stringify(value))})`;
  }
}

/** A KQL string literal: every character that could end or bend it is written as an escape. */
export function quoteKqlString(text: string): string {
  // Control and non-ASCII characters need no escape in KQL but for line ends; quotes and backslashes do.
  const escaped = text.replace(/[\\"\p{Cc}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

function exactly(pattern: RegExp, value: unknown, type: ParameterType): string {
  const text = String(value).trim();
  if (!pattern.test(text)) throw new AppError('request.invalid', { sentence: `"${text.slice(0, 60)}" is not a ${type}.` });
  return text;
}
