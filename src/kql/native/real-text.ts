/** A real as Kusto writes it: shortest digits that read back, `1E+20` from 1e15 on, whole numbers bare in text. */
export function printReal(value: number, { asDynamic = false }: { readonly asDynamic?: boolean } = {}): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return asDynamic ? '0.0' : Object.is(value, -0) ? '-0' : '0';
  const absolute = Math.abs(value);
  if (absolute >= 1e15 || absolute < 1e-5) return scientific(value);
  const plain = String(value);
  const text = plain.includes('e') ? scientific(value) : plain;
  return asDynamic && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function scientific(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Math.abs(Number(exponent));
  return `${digits}E${exponent.startsWith('-') ? '-' : '+'}${String(power).padStart(2, '0')}`;
}
