/** An address with the length of its network's prefix. */
export type IpRange = { readonly address: bigint; readonly prefix: bigint };

/** Four decimal parts; null when it is no address. */
export function parseIpv4(text: string): bigint | null {
  const parts = text.trim().split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((address, part) => address * 256n + BigInt(part), 0n);
}

/** `10.0.0.0/8`, or an address alone. */
export function parseIpv4Range(text: string): IpRange | null {
  return parseRange(text, { parse: parseIpv4, bits: 32n });
}

/** IPv6 in all its spellings; an IPv4 address is mapped. */
export function parseIpv6(text: string): bigint | null {
  const trimmed = text.trim().replace(/%.*$/, '');
  const v4 = parseIpv4(trimmed);
  if (v4 !== null) return 0xffff00000000n + v4;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(trimmed);
  const mapped = tail === null ? null : parseIpv4(tail[2] ?? '');
  if (tail !== null && mapped === null) return null;
  const hex = mapped === null ? trimmed : `${tail?.[1] ?? ''}${(mapped >> 16n).toString(16)}:${(mapped & 0xffffn).toString(16)}`;
  const halves = hex.split('::');
  if (halves.length > 2 || !/^[0-9a-f:]+$/i.test(hex)) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.reduce((sum, part) => sum + part.length, 0);
  if (!groups.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  if (halves.length === 1 ? count !== 8 : count > 7) return null;
  const middle = Array.from({ length: 8 - count }, () => '0');
  return [...(groups[0] ?? []), ...middle, ...(groups[1] ?? [])].reduce((address, group) => address * 65_536n + BigInt(`0x${group}`), 0n);
}

export function parseIpv6Range(text: string): IpRange | null {
  const range = parseRange(text, { parse: parseIpv6, bits: 128n });
  if (range === null) return null;
  // A prefix that is written after an IPv4 address counts from where that address begins.
  const isV4 = parseIpv4(text.split('/')[0] ?? '') !== null;
  return isV4 && text.includes('/') ? { address: range.address, prefix: range.prefix + 96n } : range;
}

export function printIpv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((by) => (address >> by) & 255n).join('.');
}

/** All eight groups with four digits, as Kusto writes them. */
export function printIpv6(address: bigint): string {
  return address
    .toString(16)
    .padStart(32, '0')
    .replace(/(.{4})(?=.)/g, '$1:');
}

function parseRange(
  text: string,
  { parse, bits }: { readonly parse: (text: string) => bigint | null; readonly bits: bigint },
): IpRange | null {
  const [head = '', suffix, ...more] = text.split('/');
  const address = parse(head);
  if (address === null || more.length > 0 || (suffix !== undefined && !/^\d{1,3}$/.test(suffix))) return null;
  const prefix = suffix === undefined ? bits : BigInt(suffix);
  return prefix > bits ? null : { address, prefix };
}
