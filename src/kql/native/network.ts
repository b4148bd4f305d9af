import { type Dynamic, isArray, isBag } from './dynamic.ts';
import { items } from './dynamic-tools.ts';
import { type IpRange, parseIpv4, parseIpv4Range, parseIpv6Range, printIpv4, printIpv6 } from './ip-text.ts';
import { type NativeRow, native } from './row.ts';
import { plain } from './text.ts';

/** Addresses and networks of IPv4 and IPv6. */
export const networkNatives: readonly NativeRow[] = [
  native('parse_ipv4', { takes: ['text'], returns: 'long', run: (text) => networkStart(text, 32n) }),
  native('parse_ipv4_mask', {
    takes: ['text', 'long'],
    returns: 'long',
    run: (text, prefix) => {
      const range = parseIpv4Range(text);
      return range === null || prefix < 0n || prefix > 32n ? null : masked(range.address, min(prefix, range.prefix), 32n);
    },
  }),
  native('format_ipv4', { takes: ['text', 'long'], returns: 'text', run: (text, prefix) => formatIpv4(text, prefix, false) }),
  native('format_ipv4_mask', { takes: ['text', 'long'], returns: 'text', run: (text, prefix) => formatIpv4(text, prefix, true) }),
  native('ipv4_netmask_suffix', { takes: ['text'], returns: 'long', run: (text) => parseIpv4Range(text)?.prefix ?? null }),
  native('ipv4_is_private', { takes: ['text'], returns: 'bool', run: isPrivate }),
  native('ipv4_is_in_range', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, range) => inRange(parseIpv4Range(text), parseIpv4Range(range), 32n),
  }),
  native('ipv4_is_in_any_range', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, ranges) => {
      const address = parseIpv4Range(text);
      return address === null ? null : flat(ranges).some((range) => inRange(address, parseIpv4Range(range), 32n) === true);
    },
  }),
  native('ipv4_compare', {
    takes: ['text', 'text', 'long'],
    returns: 'long',
    run: (left, right, prefix) => compare(parseIpv4Range(left), parseIpv4Range(right), { prefix, bits: 32n }),
  }),
  native('ipv6_is_in_range', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, range) => inRange(parseIpv6Range(text), parseIpv6Range(range), 128n),
  }),
  native('ipv6_is_in_any_range', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, ranges) => {
      const address = parseIpv6Range(text);
      return address === null ? null : flat(ranges).some((range) => inRange(address, parseIpv6Range(range), 128n) === true);
    },
  }),
  native('ipv6_compare', {
    takes: ['text', 'text', 'long'],
    returns: 'long',
    run: (left, right, prefix) => compare(parseIpv6Range(left), parseIpv6Range(right), { prefix, bits: 128n }),
  }),
  native('parse_ipv6', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const range = parseIpv6Range(text);
      return range === null ? null : printIpv6(masked(range.address, range.prefix, 128n));
    },
  }),
  native('parse_ipv6_mask', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (text, prefix) => {
      const range = parseIpv6Range(text);
      return range === null || prefix < 0n || prefix > 128n ? null : printIpv6(masked(range.address, min(prefix, range.prefix), 128n));
    },
  }),
  native('has_ipv4', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, address) => parseIpv4(address) !== null && hasAddress(text, address),
  }),
  native('has_any_ipv4', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, addresses) => flat(addresses).some((address) => parseIpv4(address) !== null && hasAddress(text, address)),
  }),
  native('has_ipv4_prefix', { takes: ['text', 'text'], returns: 'bool', run: hasPrefix }),
  native('has_any_ipv4_prefix', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, prefixes) => flat(prefixes).some((prefix) => hasPrefix(text, prefix)),
  }),
];

function min(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

function masked(address: bigint, prefix: bigint, bits: bigint): bigint {
  const host = bits - prefix;
  return (address >> host) << host;
}

function networkStart(text: string, bits: bigint): bigint | null {
  const range = parseIpv4Range(text);
  return range === null ? null : masked(range.address, range.prefix, bits);
}

function formatIpv4(value: string, prefix: bigint, withMask: boolean): string {
  const number = /^\d+$/.test(value) ? BigInt(value) : null;
  const range = number === null ? parseIpv4Range(value) : number < 2n ** 32n ? { address: number, prefix: 32n } : null;
  if (range === null || prefix < 0n || prefix > 32n) return '';
  const length = min(prefix, range.prefix);
  const text = printIpv4(masked(range.address, length, 32n));
  return withMask ? `${text}/${length}` : text;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseIpv4Range);

function isPrivate(text: string): boolean | null {
  const range = parseIpv4Range(text);
  return range === null ? null : privateRanges.some((network) => inRange(range, network, 32n) === true);
}

function inRange(address: IpRange | null, range: IpRange | null, bits: bigint): boolean | null {
  if (address === null || range === null) return null;
  if (address.prefix < range.prefix) return false;
  return masked(address.address, range.prefix, bits) === masked(range.address, range.prefix, bits);
}

function compare(
  left: IpRange | null,
  right: IpRange | null,
  { prefix, bits }: { readonly prefix: bigint; readonly bits: bigint },
): bigint | null {
  if (left === null || right === null || prefix < 0n || prefix > bits) return null;
  const length = min(min(left.prefix, right.prefix), prefix);
  const [a, b] = [masked(left.address, length, bits), masked(right.address, length, bits)];
  return a === b ? 0n : a < b ? -1n : 1n;
}

/** The address between characters that belong to no word and no longer address. */
function hasAddress(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1)) {
    if (
      !/[0-9A-Za-z.]/.test(text[at - 1] ?? ' ') &&
      !/[0-9A-Za-z]/.test(text[at + address.length] ?? ' ') &&
      !/^\.\d/.test(text.slice(at + address.length))
    )
      return true;
  }
  return false;
}

function hasPrefix(text: string, prefix: string): boolean {
  const parts = prefix.split('.');
  const closed = prefix.endsWith('.') || parts.length === 4;
  if (!closed || parts.length > 4) return false;
  for (let at = text.indexOf(prefix); at !== -1; at = text.indexOf(prefix, at + 1)) {
    const found = /^\d{1,3}(\.\d{1,3}){3}/.exec(text.slice(at))?.[0];
    if (
      found !== undefined &&
      parseIpv4(found) !== null &&
      !/[0-9A-Za-z.]/.test(text[at - 1] ?? ' ') &&
      !/[0-9A-Za-z]/.test(text[at + found.length] ?? ' ')
    )
      return parts.length < 4 || prefix.endsWith('.') || found === prefix;
  }
  return false;
}

function flat(json: string): readonly string[] {
  const all = (value: Dynamic): readonly string[] => (isArray(value) ? value.flatMap(all) : isBag(value) ? [] : [plain(value)]);
  return items(json).flatMap(all);
}
