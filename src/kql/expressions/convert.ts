import { call, literal, nullOf } from '../sql/quote.ts';
import { isNumeric, type KqlType, physicalType, type Scalar } from '../types.ts';

/** The SQL of a conversion between two types; what cannot be read becomes null, for strings ''. */
export function convert(value: Scalar, to: KqlType): Scalar {
  if (value.type === to) return value;
  if (value.literal === null) return nullOf(to);
  if (to === 'string' && typeof value.literal !== 'bigint') return toText(value);
  if (to === 'dynamic') return toDynamic(value);
  if (typeof value.literal === 'bigint' && to === 'string')
    return isNumeric(value.type) ? literal('string', String(value.literal)) : toText(value);
  if (typeof value.literal === 'bigint' && (to === 'long' || to === 'real' || to === 'decimal')) {
    return literal(to, to === 'real' ? Number(value.literal) : value.literal);
  }
  return { sql: conversionSql(value, to), type: to, total: value.total && isWidening(value.type, to) && to !== 'decimal' };
}

/** `tostring`: null becomes ''. */
export function toText(value: Scalar): Scalar {
  if (value.type === 'string') return value;
  if (value.literal === null) return literal('string', '');
  if (value.text !== undefined) return { sql: value.text, type: 'string', total: true };
  const sql = textSql(value);
  return { sql: value.total && value.type !== 'dynamic' ? sql : call('coalesce', sql, "''"), type: 'string', total: true };
}

/** `todynamic` of a typed value: a JSON value with the same meaning; strings stay strings. */
export function toDynamic(value: Scalar): Scalar {
  if (value.type === 'dynamic') return value;
  return { sql: dynamicSql(value), type: 'dynamic', total: value.total };
}

function textSql({ sql, type }: Scalar): string {
  switch (type) {
    case 'bool':
      return `CASE ${sql} WHEN true THEN 'True' WHEN false THEN 'False' END`;
    case 'real':
      return call('kql_real_text', sql);
    case 'decimal':
      return call('kql_decimal_text', `${sql}::VARCHAR`);
    case 'datetime':
      return call('kql_datetime_text', sql);
    case 'timespan':
      return call('kql_timespan_text', sql);
    case 'dynamic':
      return call('kql_text_of', sql);
    case 'guid':
      return sql;
    default:
      return `${sql}::VARCHAR`;
  }
}

function dynamicSql({ sql, type }: Scalar): string {
  switch (type) {
    case 'string':
    case 'guid':
      return `to_json(${sql})::VARCHAR`;
    case 'bool':
      return `CASE ${sql} WHEN true THEN 'true' WHEN false THEN 'false' END`;
    case 'real':
      return call('kql_real_json', sql);
    case 'datetime':
      return `'"' || ${call('kql_datetime_text', sql)} || '"'`;
    case 'timespan':
      return `'"' || ${call('kql_timespan_text', sql)} || '"'`;
    case 'decimal':
      return `'"' || ${call('kql_decimal_text', `${sql}::VARCHAR`)} || '"'`;
    default:
      return `${sql}::VARCHAR`;
  }
}

function conversionSql(value: Scalar, to: KqlType): string {
  const { sql, type: from } = value;
  if (from === 'string' || from === 'dynamic' || from === 'guid') return textConversion(sql, { from, to });
  if (to === 'bool') return isNumeric(from) ? `(${sql} <> 0)` : nullOf('bool').sql;
  if (to === 'guid') return nullOf('guid').sql;
  if (to === 'real') return `${ticksAsNumber(value)}::DOUBLE`;
  if (to === 'decimal') return call('kql_decimal', sql);
  if (to === 'timespan') return from === 'int' || from === 'long' ? `${sql}::BIGINT` : nullOf(to).sql;
  if (to === 'datetime') {
    if (from === 'int' || from === 'long') return call('kql_in_calendar', sql);
    return from === 'real' ? call('kql_in_calendar', call('kql_real_to_long', sql)) : nullOf(to).sql;
  }
  return integerSql(value, to === 'int' ? 'int' : 'long');
}

/** Integers: reals are cut toward zero and held inside the type's range, longs wrap into ints. */
function integerSql({ sql, type: from }: Scalar, to: 'int' | 'long'): string {
  if (from === 'bool') return `${sql}::${physicalType[to]}`;
  if (from === 'real') return call(`kql_real_to_${to}`, sql);
  if (from === 'decimal') return `TRY_CAST(trunc(${sql}) AS ${physicalType[to]})`;
  return to === 'long' ? `${sql}::BIGINT` : call('kql_wrap_int', `${sql}::BIGINT`);
}

function ticksAsNumber({ sql, type }: Scalar): string {
  return type === 'bool' ? `${sql}::INTEGER` : sql;
}

function isWidening(from: KqlType, to: KqlType): boolean {
  return isNumeric(from) && isNumeric(to);
}

function textConversion(sql: string, { from, to }: { readonly from: KqlType; readonly to: KqlType }): string {
  const source = from === 'dynamic' ? 'dynamic' : 'text';
  if (to === 'decimal') return `TRY_CAST(${call(`kql_${source}_to_decimal_text`, sql)} AS ${physicalType.decimal})`;
  return call(`kql_${source}_to_${to}`, sql);
}
