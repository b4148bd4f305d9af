import { createHash } from 'node:crypto';
import { constants, crc32, deflateRawSync, gunzipSync, inflateSync } from 'node:zlib';
import { type NativeRow, native } from './row.ts';

/** Digests and compression. */
export const hashNatives: readonly NativeRow[] = [
  ...['md5', 'sha1', 'sha256', 'sha512'].map((name) =>
    native(`hash_${name}`, { takes: ['text'], returns: 'text', run: (text) => createHash(name).update(text, 'utf8').digest('hex') }),
  ),
  native('hash_xxhash64', {
    takes: ['text', 'long'],
    returns: 'long',
    run: (text, modulo) => reduced(BigInt.asIntN(64, xxhash64(Buffer.from(text, 'utf8'))), modulo),
  }),
  native('hash_long', {
    takes: ['long', 'long'],
    returns: 'long',
    run: (value, modulo) => hashed(modulo, (bytes) => bytes.writeBigInt64LE(value)),
  }),
  native('hash_real', {
    takes: ['real', 'long'],
    returns: 'long',
    run: (value, modulo) => hashed(modulo, (bytes) => bytes.writeDoubleLE(value)),
  }),
  native('gzip_compress', { takes: ['text'], returns: 'text', run: gzip }),
  native('zlib_compress', { takes: ['text'], returns: 'text', run: zlib }),
  native('gzip_decompress', { takes: ['text'], returns: 'text', run: (text) => unpack(text, gunzipSync) }),
  native('zlib_decompress', { takes: ['text'], returns: 'text', run: (text) => unpack(text, inflateSync) }),
];

const maxUnpacked = 16_000_000;

function unpack(text: string, open: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer): string | null {
  try {
    return open(Buffer.from(text, 'base64'), { maxOutputLength: maxUnpacked }).toString('utf8');
  } catch {
    return null;
  }
}

/** Deflated as the fastest level does it; what would not get shorter is stored as it is. */
function deflated(bytes: Buffer): Buffer {
  const packed = deflateRawSync(bytes, { level: constants.Z_BEST_SPEED });
  return packed.length < bytes.length ? packed : deflateRawSync(bytes, { level: constants.Z_NO_COMPRESSION });
}

/** RFC 1952, with no time and no system written down. */
function gzip(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]), deflated(bytes), end]).toString('base64');
}

/** RFC 1950: header, data, Adler-32. */
function zlib(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const end = Buffer.alloc(4);
  end.writeUInt32BE(b * 65_536 + a, 0);
  return Buffer.concat([Buffer.from([0x78, 0x01]), deflated(bytes), end]).toString('base64');
}

function hashed(modulo: bigint, write: (bytes: Buffer) => void): bigint {
  const bytes = Buffer.alloc(8);
  write(bytes);
  return reduced(BigInt.asIntN(64, xxhash64(bytes)), modulo);
}

function reduced(hash: bigint, modulo: bigint): bigint {
  return modulo <= 0n ? hash : ((hash % modulo) + modulo) % modulo;
}

const primes = [
  11_400_714_785_074_694_791n,
  14_029_467_366_897_019_727n,
  1_609_587_929_392_839_161n,
  9_650_029_242_287_828_579n,
  2_870_177_450_012_600_261n,
] as const;
const mask = 2n ** 64n - 1n;
const multiply = (a: bigint, b: bigint): bigint => (a * b) & mask;
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;
const round = (accumulator: bigint, lane: bigint): bigint =>
  multiply(rotate((accumulator + multiply(lane, primes[1])) & mask, 31n), primes[0]);

/** xxHash64 with seed 0. */
export function xxhash64(bytes: Buffer): bigint {
  let at = 0;
  let hash: bigint;
  if (bytes.length >= 32) {
    const lanes: [bigint, bigint, bigint, bigint] = [(primes[0] + primes[1]) & mask, primes[1], 0n, (mask + 1n - primes[0]) & mask];
    for (; at + 32 <= bytes.length; at += 32) {
      for (const lane of [0, 1, 2, 3] as const) lanes[lane] = round(lanes[lane], bytes.readBigUInt64LE(at + lane * 8));
    }
    hash = (rotate(lanes[0], 1n) + rotate(lanes[1], 7n) + rotate(lanes[2], 12n) + rotate(lanes[3], 18n)) & mask;
    for (const lane of lanes) hash = (multiply(hash ^ round(0n, lane), primes[0]) + primes[3]) & mask;
  } else {
    hash = primes[4];
  }
  hash = (hash + BigInt(bytes.length)) & mask;
  for (; at + 8 <= bytes.length; at += 8)
    hash = (multiply(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n), primes[0]) + primes[3]) & mask;
  if (at + 4 <= bytes.length) {
    hash = (multiply(rotate(hash ^ multiply(BigInt(bytes.readUInt32LE(at)), primes[0]), 23n), primes[1]) + primes[2]) & mask;
    at += 4;
  }
  for (; at < bytes.length; at += 1) hash = multiply(rotate(hash ^ multiply(BigInt(bytes[at] ?? 0), primes[4]), 11n), primes[0]);
  hash = multiply(hash ^ (hash >> 33n), primes[1]);
  hash = multiply(hash ^ (hash >> 29n), primes[2]);
  return hash ^ (hash >> 32n);
}
