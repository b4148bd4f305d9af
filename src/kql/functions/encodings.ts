import { listRow, nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** Texts in other alphabets: URL, base64, code points. */
export const encodingFunctions: readonly FunctionRow[] = [
  nativeRow('url_encode', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as part of a URL, blanks as +.',
    example: ['url_encode("a b")', 'a+b'],
  }),
  nativeRow('url_encode_component', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as part of a URL.',
    example: ['url_encode_component("a b")', 'a%20b'],
  }),
  nativeRow('url_decode', {
    takes: ['string'],
    returns: 'string',
    says: 'A part of a URL as text.',
    example: ['url_decode("a%20b")', 'a b'],
  }),
  ...['base64_encode_tostring', 'base64_encodestring'].map((name) =>
    nativeRow(name, {
      takes: ['string'],
      returns: 'string',
      native: 'base64_encode',
      says: 'A text in base64.',
      example: [`${name}("Kusto")`, 'S3VzdG8='],
    }),
  ),
  ...['base64_decode_tostring', 'base64_decodestring'].map((name) =>
    nativeRow(name, {
      takes: ['string'],
      returns: 'string',
      native: 'base64_decode',
      says: 'Base64 as text.',
      example: [`${name}("S3VzdG8=")`, 'Kusto'],
    }),
  ),
  nativeRow('base64_decode_toarray', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'Base64 as an array of bytes.',
    example: ['base64_decode_toarray("S3U=")', [75, 117]],
  }),
  nativeRow('base64_encode_fromarray', {
    takes: ['dynamic'],
    returns: 'string',
    says: 'An array of bytes in base64.',
    example: ['base64_encode_fromarray(dynamic([75, 117]))', 'S3U='],
  }),
  nativeRow('base64_encode_fromguid', {
    takes: ['guid'],
    returns: 'string',
    says: 'A guid in base64.',
    example: ['base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))', '8jMxriJurkmwahbmqbIS6w=='],
  }),
  nativeRow('base64_decode_toguid', {
    takes: ['string'],
    returns: 'guid',
    says: 'Base64 as a guid.',
    example: ['base64_decode_toguid("8jMxriJurkmwahbmqbIS6w==")', 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
  }),
  ...['unicode_codepoints_to_string', 'make_string'].map((name) =>
    listRow(name, {
      takes: ['any'],
      returns: 'string',
      native: 'unicode_codepoints_to_string',
      says: 'Code points as text.',
      example: [`${name}(75, 117)`, 'Ku'],
    }),
  ),
  nativeRow('unicode_codepoints_from_string', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The code points of a text.',
    example: ['unicode_codepoints_from_string("Ku")', [75, 117]],
  }),
  nativeRow('punycode_from_string', {
    takes: ['string'],
    returns: 'string',
    says: 'A text in Punycode, without the prefix of host names.',
    example: ['punycode_from_string("bücher")', 'bcher-kva'],
  }),
  nativeRow('punycode_to_string', {
    takes: ['string'],
    returns: 'string',
    says: 'Punycode as text.',
    example: ['punycode_to_string("bcher-kva")', 'bücher'],
  }),
  nativeRow('punycode_domain_from_string', {
    takes: ['string'],
    returns: 'string',
    says: 'A host name with its labels in Punycode where they need it.',
    example: ['punycode_domain_from_string("bücher.example")', 'xn--bcher-kva.example'],
  }),
  nativeRow('punycode_domain_to_string', {
    takes: ['string'],
    returns: 'string',
    says: 'A host name with its labels out of Punycode.',
    example: ['punycode_domain_to_string("xn--bcher-kva.example")', 'bücher.example'],
  }),
];
