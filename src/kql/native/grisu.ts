/** A number as a whole 64-bit significand times a power of two. */
type Scaled = { readonly significand: bigint; readonly exponent: number };

const bits = new DataView(new ArrayBuffer(8));
const low64 = (1n << 64n) - 1n;

/**
 * The decimal digits of a positive number and the power of ten of the last one, as Grisu2 finds them (F. Loitsch, Printing
 * Floating-Point Numbers Quickly and Accurately with Integers, 2010, §5): they read back as the same number, but where a
 * number needs its last digits, that digit is the highest one that does, not the nearest. The engine prints JSON so.
 */
export function grisuDigits(value: number): { readonly digits: string; readonly power: number } {
  const { number, lower, upper } = boundaries(value);
  const { power, scaled } = cachedPower(upper.exponent);
  const exact = multiply(number, scaled);
  const high = multiply(upper, scaled).significand - 1n;
  const width = high - (multiply(lower, scaled).significand + 1n);
  return generate({ exact: exact.significand, high, width, shift: BigInt(-exact.exponent), power });
}

/** The number and the middles to its neighbours, all with the exponent of the upper one. */
function boundaries(value: number): { readonly number: Scaled; readonly lower: Scaled; readonly upper: Scaled } {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const [biased, fraction] = [Number((raw >> 52n) & 0x7ffn), raw & ((1n << 52n) - 1n)];
  const [significand, exponent] = biased === 0 ? [fraction, -1074] : [fraction + (1n << 52n), biased - 1075];
  const upper = normalized({ significand: significand * 2n + 1n, exponent: exponent - 1 });
  // Below a power of two the neighbours are twice as near.
  const lower =
    significand === 1n << 52n
      ? { significand: significand * 4n - 1n, exponent: exponent - 2 }
      : { significand: significand * 2n - 1n, exponent: exponent - 1 };
  return {
    number: normalized({ significand, exponent }),
    lower: { significand: lower.significand << BigInt(lower.exponent - upper.exponent), exponent: upper.exponent },
    upper,
  };
}

function normalized({ significand, exponent }: Scaled): Scaled {
  const shift = 64 - significand.toString(2).length;
  return { significand: significand << BigInt(shift), exponent: exponent - shift };
}

function multiply(a: Scaled, b: Scaled): Scaled {
  const product = a.significand * b.significand;
  const rounded = (product >> 64n) + ((product & low64) >> 63n);
  return { significand: rounded, exponent: a.exponent + b.exponent + 64 };
}

const powers = new Map<number, Scaled>();

/** A power of ten that brings a significand to where its digits can be taken off, and the power that undoes it. */
function cachedPower(exponent: number): { readonly power: number; readonly scaled: Scaled } {
  const index = (Math.ceil((-61 - exponent) * Math.log10(2) + 347) >> 3) + 1;
  const ten = -348 + index * 8;
  const scaled = powers.get(ten) ?? powerOfTen(ten);
  powers.set(ten, scaled);
  return { power: -ten, scaled };
}

/** The nearest 64-bit significand to a power of ten. */
function powerOfTen(power: number): Scaled {
  const whole = 10n ** BigInt(Math.abs(power));
  const length = whole.toString(2).length;
  const exponent = power >= 0 ? length - 64 : -63 - length;
  const candidates = [exponent, exponent - 1, exponent + 1].map((candidate): Scaled => {
    const [over, under] = power >= 0 ? [whole, 1n] : [1n, whole];
    const [top, bottom] = candidate >= 0 ? [over, under << BigInt(candidate)] : [over << BigInt(-candidate), under];
    return { significand: (top * 2n + bottom) / (bottom * 2n), exponent: candidate };
  });
  return candidates.find(({ significand }) => significand >> 63n === 1n) ?? { significand: 1n << 63n, exponent: -63 };
}

type Digits = { readonly exact: bigint; readonly high: bigint; readonly width: bigint; readonly shift: bigint; readonly power: number };

/** Takes digits off the upper boundary until what is left is less than the width between the boundaries. */
function generate({ exact, high, width, shift, power }: Digits): { readonly digits: string; readonly power: number } {
  const whole = (high >> shift).toString();
  let rest = high & ((1n << shift) - 1n);
  for (let taken = 1; taken <= whole.length; taken += 1) {
    const left = (BigInt(whole.slice(taken) || '0') << shift) + rest;
    if (left > width) continue;
    const unit = (10n ** BigInt(whole.length - taken)) << shift;
    return { digits: nearer(whole.slice(0, taken), { left, width, unit, away: high - exact }), power: power + whole.length - taken };
  }
  let digits = whole;
  let scaledWidth = width;
  for (let decimals = 1; ; decimals += 1) {
    rest *= 10n;
    scaledWidth *= 10n;
    digits += (rest >> shift).toString();
    rest &= (1n << shift) - 1n;
    if (rest >= scaledWidth) continue;
    // From the ninth decimal on the engine's printer no longer asks which digit is nearest.
    const away = decimals < 9 ? (high - exact) * 10n ** BigInt(decimals) : 0n;
    return { digits: nearer(digits, { left: rest, width: scaledWidth, unit: 1n << shift, away }), power: power - decimals };
  }
}

type Rounding = { readonly left: bigint; readonly width: bigint; readonly unit: bigint; readonly away: bigint };

/** Lowers the last digit while that comes nearer to the number. */
function nearer(digits: string, { left, width, unit, away }: Rounding): string {
  let [last, rest] = [Number(digits.at(-1)), left];
  while (rest < away && width - rest >= unit && (rest + unit < away || away - rest > rest + unit - away)) {
    last -= 1;
    rest += unit;
  }
  return `${digits.slice(0, -1)}${last}`;
}
