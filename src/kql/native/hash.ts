import { createHash } from 'node:crypto';
import { gunzipSync, inflateSync } from 'node:zlib';
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
