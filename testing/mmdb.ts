import { writeTestFile } from './lake.ts';

type Value = string | number | { readonly [name: string]: Value } | readonly Value[];

/** A MaxMind DB file with one IPv4 network in it (MaxMind DB File Format Specification 2.0). */
export function writeAddressDatabase(network: string, record: Value): string {
  const [address = '', length = '32'] = network.split('/');
  const bits = address.split('.').flatMap((part) => [...Number(part).toString(2).padStart(8, '0')]);
  const path = bits.slice(0, Number(length));
  const count = path.length;
  const tree = path.flatMap((bit, index) => {
    const next = index + 1 < count ? index + 1 : count + 16;
    return (bit === '0' ? [next, count] : [count, next]).flatMap((entry) => [entry >> 16, (entry >> 8) & 255, entry & 255]);
  });
  const metadata = encode({
    node_count: count,
    record_size: 24,
    ip_version: 4,
    database_type: 'Test-City',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    description: { en: 'test' },
  });
  const parts = [Buffer.from(tree), Buffer.alloc(16), encode(record), Buffer.from('\u00ab\u00cd\u00efMaxMind.com', 'latin1'), metadata];
  return writeTestFile('places.mmdb', Buffer.concat(parts));
}

/** One value of the data section: its type and size in the first byte, or, past the seventh type, in two. */
function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value, 'latin1')]);
  if (typeof value === 'number') return Number.isInteger(value) ? encodeWhole(value) : encodeReal(value);
  if (isList(value)) return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const fields = Object.entries(value);
  return Buffer.concat([Buffer.from([(7 << 5) | fields.length]), ...fields.flatMap(([name, item]) => [encode(name), encode(item)])]);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function encodeWhole(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8((6 << 5) | 4);
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

function encodeReal(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8((3 << 5) | 8);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
