import { type NativeRow, native } from './row.ts';

const real = (name: string, run: (x: number) => number | null): NativeRow => native(name, { takes: ['real'], returns: 'real', run });

/** Mathematics with IEEE results where SQL raises errors. */
export const mathNatives: readonly NativeRow[] = [
  real('sqrt', Math.sqrt),
  real('exp', Math.exp),
  real('exp2', (x) => 2 ** x),
  real('exp10', (x) => 10 ** x),
  real('log', (x) => (x < 0 ? null : Math.log(x))),
  real('log2', (x) => (x < 0 ? null : Math.log2(x))),
  real('log10', (x) => (x < 0 ? null : Math.log10(x))),
  real('sin', Math.sin),
  real('cos', Math.cos),
  real('tan', Math.tan),
  real('cot', (x) => 1 / Math.tan(x)),
  real('asin', Math.asin),
  real('acos', Math.acos),
  real('atan', Math.atan),
  real('degrees', (x) => (x * 180) / Math.PI),
  real('radians', (x) => (x * Math.PI) / 180),
  real('gamma', gamma),
  real('loggamma', (x) => Math.log(Math.abs(gamma(x)))),
  real('erf', erf),
  real('erfc', (x) => 1 - erf(x)),
  native('atan2', { takes: ['real', 'real'], returns: 'real', run: (y, x) => Math.atan2(y, x) }),
  native('pow', { takes: ['real', 'real'], returns: 'real', run: (base, power) => base ** power }),
  native('round', { takes: ['real', 'long'], returns: 'real', run: (value, digits) => roundTo(value, Number(digits)) }),
  native('binary_shift_left', {
    takes: ['long', 'long'],
    returns: 'long',
    run: (value, by) => BigInt.asIntN(64, value << (((by % 64n) + 64n) % 64n)),
  }),
  native('binary_shift_right', { takes: ['long', 'long'], returns: 'long', run: (value, by) => value >> (((by % 64n) + 64n) % 64n) }),
  native('bitset_count_ones', {
    takes: ['long'],
    returns: 'long',
    run: (value) => BigInt(BigInt.asUintN(64, value).toString(2).replaceAll('0', '').length),
  }),
  native('tohex', {
    takes: ['long', 'long', 'bool'],
    returns: 'text',
    run: (value, width, small) =>
      BigInt.asUintN(small ? 32 : 64, value)
        .toString(16)
        .padStart(Number(width), '0'),
  }),
  native('convert_temperature', { takes: ['real', 'text', 'text'], returns: 'real', run: convertTemperature }),
  native('convert_length', { takes: ['real', 'text', 'text'], returns: 'real', run: convertLength }),
];

/** Half goes away from zero. */
export function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** Math.abs(digits);
  const scaled = Math.abs(digits >= 0 ? value * scale : value / scale);
  const rounded = Math.sign(value) * Math.round(scaled);
  return digits >= 0 ? rounded / scale : rounded * scale;
}

/** Lanczos' approximation, good to about 15 digits. */
function gamma(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (Number.isInteger(x) && x <= 20)
    return Array.from({ length: x - 1 }, (_, index) => index + 1).reduce((product, factor) => product * factor, 1);
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const shifted = x - 1;
  const series = coefficients.reduce((sum, coefficient, index) => (index === 0 ? coefficient : sum + coefficient / (shifted + index)), 0);
  const t = shifted + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (shifted + 0.5) * Math.exp(-t) * series;
}

/** The series near zero and the continued fraction far from it, both to machine precision. */
function erf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n += 1) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 80; k > 0; k -= 1) fraction = k / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
}

function convertTemperature(value: number, from: string, to: string): number | null {
  const kelvin = new Map<string, readonly [(x: number) => number, (k: number) => number]>([
    ['Kelvin', [(x) => x, (k) => k]],
    ['DegreeCelsius', [(x) => x + 273.15, (k) => k - 273.15]],
    ['DegreeFahrenheit', [(x) => ((x + 459.67) * 5) / 9, (k) => (k * 9) / 5 - 459.67]],
    ['DegreeRankine', [(x) => (x * 5) / 9, (k) => (k * 9) / 5]],
  ]);
  const [source, target] = [kelvin.get(from), kelvin.get(to)];
  return source === undefined || target === undefined ? null : target[1](source[0](value));
}

function convertLength(value: number, from: string, to: string): number | null {
  const metres = new Map<string, number>([
    ['Meter', 1],
    ['Kilometer', 1000],
    ['Centimeter', 0.01],
    ['Millimeter', 0.001],
    ['Decimeter', 0.1],
    ['Micrometer', 1e-6],
    ['Nanometer', 1e-9],
    ['Inch', 0.0254],
    ['Foot', 0.3048],
    ['Yard', 0.9144],
    ['Mile', 1609.344],
    ['NauticalMile', 1852],
    ['Hectometer', 100],
    ['Megameter', 1e6],
  ]);
  const [source, target] = [metres.get(from), metres.get(to)];
  return source === undefined || target === undefined ? null : (value * source) / target;
}
