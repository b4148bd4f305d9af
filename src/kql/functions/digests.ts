import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { nativeRow } from './native-row.ts';
import { type FunctionRow, row } from './row.ts';

/** Digests and packed texts. */
export const digestFunctions: readonly FunctionRow[] = [
  ...['md5', 'sha1', 'sha256'].map((name) =>
    nativeRow(`hash_${name}`, {
      takes: ['string'],
      returns: 'string',
      says: `The ${name} digest.`,
      example: name === 'md5' ? ['hash_md5("a")', '0cc175b9c0f1b6a831c399e269772661'] : null,
    }),
  ),
  ...['hash', 'hash_xxhash64'].map((name) =>
    row(name, {
      takes: ['any', 'long'],
      returns: 'long',
      partial: true,
      sql: hashSql,
      says: 'The xxHash64 of a value, within a modulus where one is given.',
      example: [`${name}("World", 100)`, 51],
    }),
  ),
  ...['gzip', 'zlib'].flatMap((name) => [
    nativeRow(`${name}_compress_to_base64_string`, {
      takes: ['string'],
      returns: 'string',
      native: `${name}_compress`,
      says: `A text packed with ${name}, in base64.`,
      example: [`${name}_decompress_from_base64_string(${name}_compress_to_base64_string("aaaaaaaa"))`, 'aaaaaaaa'],
    }),
    nativeRow(`${name}_decompress_from_base64_string`, {
      takes: ['string'],
      returns: 'string',
      native: `${name}_decompress`,
      says: `What ${name} and base64 packed.`,
      example: null,
    }),
  ]),
];

/** Text is hashed as UTF-8; a number, a time and a span by the eight bytes that hold them, the lowest first. */
function hashSql([value, modulo]: readonly Scalar[]): string {
  const bound = modulo?.sql ?? '0::BIGINT';
  if (value === undefined) return 'NULL';
  switch (value.type) {
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
    case 'bool':
      return call('kql_hash_long', `${value.sql}::BIGINT`, bound);
    case 'real':
      return call('kql_hash_real', value.sql, bound);
    default:
      return call('kql_hash_xxhash64', `${value.sql}::VARCHAR`, bound);
  }
}
