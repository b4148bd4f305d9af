import ipaddr from 'ipaddr.js';

/** What may be reached although it is not public: names of hosts, and ranges of addresses. */
export type AllowList = {
  readonly hosts: ReadonlySet<string>;
  readonly ranges: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];
};

/** `look-up`: the host is a name; its addresses are judged when they are known. */
export type HostVerdict = 'allowed' | 'refused' | 'look-up';

/** Reads entries such as `localhost`, `10.1.2.3`, `10.0.0.0/8` and `fd00::/8`. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>();
  const ranges: (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[] = [];
  for (const entry of entries.map((text) => text.trim().toLowerCase()).filter((text) => text !== '')) {
    if (ipaddr.isValidCIDR(entry)) ranges.push(ipaddr.parseCIDR(entry));
    else if (ipaddr.isValid(unbracket(entry))) {
      const address = ipaddr.process(unbracket(entry));
      ranges.push([address, address.kind() === 'ipv4' ? 32 : 128]);
    } else hosts.add(withoutFinalDot(entry));
  }
  return { hosts, ranges };
}

/** Judges the host of a parsed URL, which the URL parser has already brought to one spelling. */
export function judgeHost(hostname: string, allowed: AllowList): HostVerdict {
  const host = withoutFinalDot(hostname.toLowerCase());
  if (allowed.hosts.has(host)) return 'allowed';
  const literal = unbracket(host);
  if (!ipaddr.isValid(literal)) return 'look-up';
  return mayReachAddress(literal, allowed) ? 'allowed' : 'refused';
}

/**
 * True for a public unicast address, or one that the allow list names. Addresses that carry an IPv4 address
 * inside (NAT64, 6to4, Teredo, IPv4-compatible) are not public: what they lead to is not what they say.
 */
export function mayReachAddress(address: string, { ranges }: AllowList): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits))) return true;
  return parsed.range() === 'unicast' && !isIpv4Compatible(parsed);
}

// RFC 4291 §2.5.5.1: ::a.b.c.d, deprecated; ipaddr.js counts it as unicast.
function isIpv4Compatible(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return (
    address.kind() === 'ipv6' &&
    address
      .toByteArray()
      .slice(0, 12)
      .every((byte) => byte === 0)
  );
}

const unbracket = (host: string): string => (host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
const withoutFinalDot = (host: string): string => (host.endsWith('.') ? host.slice(0, -1) : host);
