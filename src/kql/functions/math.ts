import { refuse } from '../diagnostics.ts';
import { convert } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import { isNumeric, type Scalar } from '../types.ts';
import { nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

const unary = (name: string, says: string, example: readonly [string, unknown]): FunctionRow =>
  nativeRow(name, { takes: ['real'], returns: 'real', says, example });

/** Numbers: rounding, powers, angles, bits. */
export const mathFunctions: readonly FunctionRow[] = [
  row('abs', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: ([x], { result }) =>
      result === 'real' || result === 'decimal'
        ? `abs(${x?.sql})`
        : `CASE WHEN ${x?.sql} < 0 THEN kql_wrap_long(-(${x?.sql}::HUGEINT)) ELSE ${x?.sql} END${result === 'int' ? '::INTEGER' : ''}`,
    says: 'The value without its sign.',
    example: ['abs(-5)', 5],
  }),
  row('sign', {
    takes: ['real'],
    returns: 'binder',
    sql: ([x], { result }) =>
      x === undefined ? 'NULL' : convert({ sql: `sign(${x.sql})::DOUBLE`, type: 'real', total: x.total }, result).sql,
    says: '-1, 0 or 1.',
    example: ['sign(-3)', -1],
  }),
  ...['bin', 'floor'].map((name) =>
    row(name, {
      takes: ['any'],
      returns: 'binder',
      partial: true,
      sql: binSql,
      says: 'The largest multiple of the second value that is not larger than the first.',
      example: [`${name}(7, 5)`, 5],
    }),
  ),
  row('bin_at', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: binAtSql,
    says: 'Bins counted from a fixed point.',
    example: ['bin_at(6.5, 2.5, 7)', 4.5],
  }),
  row('ceiling', {
    takes: ['real'],
    returns: 'real',
    sql: (args) => `ceil(${arg(args, 0)})`,
    says: 'The smallest whole number that is not smaller.',
    example: ['ceiling(1.2)', 2],
  }),
  nativeRow('round', {
    takes: ['real', 'long'],
    returns: 'real',
    defaults: ['0::BIGINT'],
    says: 'Rounded to a number of digits.',
    example: ['round(2.567, 2)', 2.57],
  }),
  row('pow', {
    takes: ['real', 'real'],
    returns: 'real',
    partial: true,
    sql: (args) => call('kql_pow', arg(args, 0), arg(args, 1)),
    says: 'A power.',
    example: ['pow(2, 3)', 8],
  }),
  unary('sqrt', 'The square root; of a negative NaN.', ['sqrt(16)', 4]),
  unary('exp', 'e to a power.', ['exp(0)', 1]),
  unary('exp2', '2 to a power.', ['exp2(3)', 8]),
  unary('exp10', '10 to a power.', ['exp10(2)', 100]),
  unary('log', 'The natural logarithm; of a negative null.', ['log(1)', 0]),
  unary('log2', 'The logarithm to 2.', ['log2(8)', 3]),
  unary('log10', 'The logarithm to 10.', ['log10(1000)', 3]),
  unary('sin', 'The sine.', ['sin(0)', 0]),
  unary('cos', 'The cosine.', ['cos(0)', 1]),
  unary('tan', 'The tangent.', ['tan(0)', 0]),
  unary('cot', 'The cotangent.', ['round(cot(1), 3)', 0.642]),
  unary('asin', 'The angle of a sine.', ['asin(0)', 0]),
  unary('acos', 'The angle of a cosine.', ['acos(1)', 0]),
  unary('atan', 'The angle of a tangent.', ['atan(0)', 0]),
  nativeRow('atan2', { takes: ['real', 'real'], returns: 'real', says: 'The angle of a point.', example: ['atan2(0, 1)', 0] }),
  unary('degrees', 'Radians as degrees.', ['degrees(0)', 0]),
  unary('radians', 'Degrees as radians.', ['radians(0)', 0]),
  unary('gamma', 'The gamma function.', ['round(gamma(5), 6)', 24]),
  unary('loggamma', 'The logarithm of the gamma function.', ['round(loggamma(5), 4)', 3.1781]),
  unary('erf', 'The error function.', ['erf(0)', 0]),
  unary('erfc', 'One less the error function.', ['erfc(0)', 1]),
  row('pi', { takes: [], returns: 'real', total: true, sql: () => 'pi()', says: 'The number pi.', example: ['round(pi(), 2)', 3.14] }),
  row('rand', {
    takes: ['long'],
    returns: 'real',
    sql: ([x]) => (x === undefined ? 'random()' : `floor(random() * ${x.sql})`),
    says: 'A random number.',
    example: null,
  }),
  row('binary_and', {
    takes: ['long', 'long'],
    returns: 'long',
    sql: (args) => `(${arg(args, 0)} & ${arg(args, 1)})`,
    says: 'Bits set in both.',
    example: ['binary_and(6, 3)', 2],
  }),
  row('binary_or', {
    takes: ['long', 'long'],
    returns: 'long',
    sql: (args) => `(${arg(args, 0)} | ${arg(args, 1)})`,
    says: 'Bits set in either.',
    example: ['binary_or(6, 3)', 7],
  }),
  row('binary_xor', {
    takes: ['long', 'long'],
    returns: 'long',
    sql: (args) => call('xor', arg(args, 0), arg(args, 1)),
    says: 'Bits set in one of both.',
    example: ['binary_xor(6, 3)', 5],
  }),
  row('binary_not', {
    takes: ['long'],
    returns: 'long',
    sql: (args) => `(~${arg(args, 0)})`,
    says: 'Bits turned over.',
    example: ['binary_not(0)', -1],
  }),
  nativeRow('binary_shift_left', {
    takes: ['long', 'long'],
    returns: 'long',
    says: 'Bits moved left.',
    example: ['binary_shift_left(1, 4)', 16],
  }),
  nativeRow('binary_shift_right', {
    takes: ['long', 'long'],
    returns: 'long',
    says: 'Bits moved right.',
    example: ['binary_shift_right(16, 4)', 1],
  }),
  nativeRow('bitset_count_ones', {
    takes: ['long'],
    returns: 'long',
    says: 'Number of bits that are set.',
    example: ['bitset_count_ones(42)', 3],
  }),
  row('tohex', {
    takes: ['any', 'long'],
    returns: 'string',
    sql: (args) => call('kql_tohex', `(${arg(args, 0)})::BIGINT`, args[1]?.sql ?? '0::BIGINT', String(args[0]?.type === 'int')),
    says: 'A number in hexadecimal.',
    example: ['tohex(255)', 'ff'],
  }),
  nativeRow('convert_temperature', {
    takes: ['real', 'string', 'string'],
    returns: 'real',
    says: 'A temperature in another unit.',
    example: ['convert_temperature(300, "Kelvin", "Kelvin")', 300],
  }),
  nativeRow('convert_length', {
    takes: ['real', 'string', 'string'],
    returns: 'real',
    says: 'A length in another unit.',
    example: ['convert_length(1, "Kilometer", "Meter")', 1000],
  }),
  ...[
    {
      name: 'beta_cdf',
      says: 'How likely a value of the beta distribution is not above x.',
      example: ['round(beta_cdf(0.5, 2, 2), 9)', 0.5] as const,
    },
    {
      name: 'beta_inv',
      says: 'The value of the beta distribution that is not exceeded with a probability.',
      example: ['round(beta_inv(0.5, 2, 2), 9)', 0.5] as const,
    },
    { name: 'beta_pdf', says: 'The density of the beta distribution.', example: ['round(beta_pdf(0.5, 2, 2), 9)', 1.5] as const },
  ].map(({ name, says, example }) => nativeRow(name, { takes: ['real', 'real', 'real'], returns: 'real', says, example })),
];

function binSql([value, size]: readonly Scalar[], { result, node }: CallPlace): string {
  if (value === undefined) return 'NULL';
  if (size === undefined) return call('floor', value.sql);
  const time = result === 'datetime' || result === 'timespan';
  if (!time && !isNumeric(result)) refuse(`bin() to ${result}`, { at: node });
  if (result === 'real' || result === 'decimal') {
    const [x, step] = [convert(value, result).sql, convert(size, result).sql];
    return `(floor(${x} / ${positive(step, size)}) * ${step})`;
  }
  const x = value.type === 'dynamic' ? convert(value, result).sql : value.sql;
  const step = size.type === 'real' ? convert(size, 'long').sql : size.sql;
  const sql = result === 'datetime' ? `(${x} // ${positive(step, size)}) * ${step}` : call('kql_floor_to', x, positive(step, size));
  return result === 'int' ? `(${sql})::INTEGER` : `(${sql})`;
}

/** A bin of nothing or less gives null. */
function positive(sql: string, size: Scalar): string {
  const written = size.literal;
  return (typeof written === 'bigint' && written > 0n) || (typeof written === 'number' && written > 0)
    ? sql
    : `CASE WHEN ${sql} > 0 THEN ${sql} END`;
}

function binAtSql([value, size, point]: readonly Scalar[], { result }: CallPlace): string {
  if (value === undefined || size === undefined || point === undefined) return 'NULL';
  if (result === 'real' || result === 'decimal') {
    const [x, step, from] = [value, size, point].map((item) => convert(item, 'real').sql);
    return `(${from} + floor((${x} - ${from}) / ${positive(step ?? '', size)}) * ${step})`;
  }
  return `(${point.sql} + ${call('kql_floor_to', `(${value.sql} - ${point.sql})`, positive(size.sql, size))})`;
}
