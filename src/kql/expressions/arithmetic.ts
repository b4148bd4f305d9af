import { refuse } from '../diagnostics.ts';
import { call, literal } from '../sql/quote.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import type { KqlType, Scalar } from '../types.ts';
import { convert } from './convert.ts';
import { foldTime } from './fold-time.ts';

type Operands = { readonly left: Scalar; readonly right: Scalar; readonly result: KqlType; readonly node: SyntaxNode };

/** `+ - * / %` on numbers and on time, with Kusto's wrap, division and sign rules. */
export function compileArithmetic(operator: string, operands: Operands): Scalar {
  const { left, right, result, node } = operands;
  if (left.type === 'dynamic' || right.type === 'dynamic') {
    return compileArithmetic(operator, {
      ...operands,
      left: left.type === 'dynamic' ? convert(left, dynamicAs(right.type, result)) : left,
      right: right.type === 'dynamic' ? convert(right, dynamicAs(left.type, result)) : right,
    });
  }
  if ((result === 'int' || result === 'long') && (left.type === 'real' || right.type === 'real')) {
    return compileArithmetic(operator, { ...operands, result: 'real' });
  }
  const time = isTime(left.type) || isTime(right.type);
  const folded = time ? foldTime(operator, operands) : null;
  if (folded !== null) return literal(result, folded);
  const sql = time ? timeArithmetic(operator, operands) : numberArithmetic(operator, operands);
  if (sql === null) refuse(`${left.type} ${operator} ${right.type}`, { at: node });
  return { sql, type: result, total: left.total && right.total && operator !== '/' && operator !== '%' && !time && result !== 'decimal' };
}

function numberArithmetic(operator: string, { left, right, result }: Operands): string | null {
  if (result === 'real' || result === 'decimal') {
    const [a, b] = [convert(left, result).sql, convert(right, result).sql];
    if (operator === '%') return result === 'real' ? call('kql_real_modulo', a, b) : `CASE WHEN ${b} <> 0 THEN ${a} % ${b} END`;
    if (result === 'decimal' && operator === '/') return call('kql_decimal', `(${a}::DOUBLE / nullif(${b}, 0)::DOUBLE)`);
    if (result === 'decimal' && operator === '*') return call('kql_decimal_product', a, b);
    // What does not fit is no value.
    if (result === 'decimal') return `TRY(${a} ${operator} ${b})`;
    return `(${a} ${operator} ${b})`;
  }
  if (result !== 'int' && result !== 'long') return null;
  const wide = result === 'int' || (left.type === 'int' && right.type === 'int') ? 'BIGINT' : 'HUGEINT';
  const wrap = result === 'int' ? 'kql_wrap_int' : 'kql_wrap_long';
  const [a, b] = [`${left.sql}::${wide}`, `${right.sql}::${wide}`];
  if (operator === '%')
    return result === 'int' ? `${call('kql_modulo', left.sql, right.sql)}::INTEGER` : call('kql_modulo', left.sql, right.sql);
  if (operator === '/') return call(wrap, `(${a} // nullif(${b}, 0))`);
  return wide === 'BIGINT' && result === 'long' ? `(${a} ${operator} ${b})` : call(wrap, `(${a} ${operator} ${b})`);
}

function timeArithmetic(operator: string, { left, right, result }: Operands): string | null {
  const [a, b] = [left.sql, right.sql];
  const both = isTime(left.type) && isTime(right.type);
  switch (operator) {
    case '+':
    case '-':
      // Points in time lie in the calendar, so what lies between two of them is far from the ends of 64 bits.
      if (operator === '-' && left.type === 'datetime' && right.type === 'datetime') return `(${a} - ${b})`;
      return result === 'datetime'
        ? call('kql_datetime_shift', a, operator === '-' ? call('kql_opposite', b) : b)
        : call('kql_wrap_long', `(${a}::HUGEINT ${operator} ${b}::HUGEINT)`);
    case '*':
      return left.type === 'timespan' ? timesNumber(a, right) : timesNumber(b, left);
    case '/':
      if (both) return `(${a}::DOUBLE / ${b}::DOUBLE)`;
      return right.type === 'real' || right.type === 'decimal'
        ? call('kql_real_to_long', `(${a}::DOUBLE / ${b}::DOUBLE)`)
        : `(${a} // nullif(${b}, 0))`;
    case '%':
      return both || right.type === 'long' || right.type === 'int' ? call('kql_modulo', a, b) : null;
    default:
      return null;
  }
}

function timesNumber(span: string, number: Scalar): string {
  return number.type === 'real' || number.type === 'decimal'
    ? call('kql_real_to_long', `(${span}::DOUBLE * ${number.sql}::DOUBLE)`)
    : call('kql_wrap_long', `(${span}::HUGEINT * ${number.sql}::HUGEINT)`);
}

function dynamicAs(other: KqlType, result: KqlType): KqlType {
  if (other !== 'dynamic') return other === 'int' || other === 'long' ? (result === 'dynamic' ? 'real' : result) : other;
  return result === 'dynamic' ? 'real' : result;
}

function isTime(type: KqlType): boolean {
  return type === 'datetime' || type === 'timespan';
}
