import { call } from '../sql/quote.ts';
import { jsonList, nativeRow } from './native-row.ts';
import { arg, type FunctionRow, row } from './row.ts';

/** Addresses and networks. */
export const networkFunctions: readonly FunctionRow[] = [
  nativeRow('parse_ipv4', {
    takes: ['string'],
    returns: 'long',
    says: 'An IPv4 address as a number.',
    example: ['parse_ipv4("0.0.1.0")', 256],
  }),
  nativeRow('parse_ipv4_mask', {
    takes: ['string', 'long'],
    returns: 'long',
    says: 'The network of an IPv4 address as a number.',
    example: ['parse_ipv4_mask("10.1.2.3", 8)', 167_772_160],
  }),
  nativeRow('format_ipv4', {
    takes: ['string', 'long'],
    returns: 'string',
    defaults: ['32::BIGINT'],
    says: 'A number or address as IPv4 text, masked.',
    example: ['format_ipv4("192.168.1.255", 24)', '192.168.1.0'],
  }),
  nativeRow('format_ipv4_mask', {
    takes: ['string', 'long'],
    returns: 'string',
    defaults: ['32::BIGINT'],
    says: 'The same with its prefix.',
    example: ['format_ipv4_mask("192.168.1.255", 24)', '192.168.1.0/24'],
  }),
  nativeRow('ipv4_netmask_suffix', {
    takes: ['string'],
    returns: 'long',
    says: 'The length of the prefix.',
    example: ['ipv4_netmask_suffix("10.0.0.0/8")', 8],
  }),
  nativeRow('ipv4_is_private', {
    takes: ['string'],
    returns: 'bool',
    says: 'True for an address of a private network.',
    example: ['ipv4_is_private("10.1.2.3")', true],
  }),
  nativeRow('ipv4_is_in_range', {
    takes: ['string', 'string'],
    returns: 'bool',
    says: 'True for an address of a network.',
    example: ['ipv4_is_in_range("10.1.2.3", "10.0.0.0/8")', true],
  }),
  row('ipv4_is_in_any_range', {
    takes: ['any'],
    returns: 'bool',
    partial: true,
    sql: (args) => call('kql_ipv4_is_in_any_range', arg(args, 0), jsonList(args.slice(1))),
    says: 'True for an address of any of the networks.',
    example: ['ipv4_is_in_any_range("10.1.2.3", "192.168.0.0/16", "10.0.0.0/8")', true],
  }),
  nativeRow('ipv4_compare', {
    takes: ['string', 'string', 'long'],
    returns: 'long',
    defaults: ['32::BIGINT'],
    says: 'Which address is larger, prefixes taken off.',
    example: ['ipv4_compare("10.0.0.1", "10.0.0.2")', -1],
  }),
  row('ipv4_is_match', {
    takes: ['string', 'string', 'long'],
    returns: 'bool',
    partial: true,
    sql: (args) => `(${call('kql_ipv4_compare', arg(args, 0), arg(args, 1), args[2]?.sql ?? '32::BIGINT')} = 0)`,
    says: 'True for addresses of one network.',
    example: ['ipv4_is_match("10.0.0.1/24", "10.0.0.2/24")', true],
  }),
  nativeRow('parse_ipv6', {
    takes: ['string'],
    returns: 'string',
    says: 'An address as full IPv6 text.',
    example: ['parse_ipv6("::1")', '0000:0000:0000:0000:0000:0000:0000:0001'],
  }),
  nativeRow('parse_ipv6_mask', {
    takes: ['string', 'long'],
    returns: 'string',
    says: 'The network of an address as full IPv6 text.',
    example: ['parse_ipv6_mask("fe80::1", 16)', 'fe80:0000:0000:0000:0000:0000:0000:0000'],
  }),
  nativeRow('ipv6_is_in_range', {
    takes: ['string', 'string'],
    returns: 'bool',
    says: 'True for an address of a network.',
    example: ['ipv6_is_in_range("fe80::1", "fe80::/10")', true],
  }),
  row('ipv6_is_in_any_range', {
    takes: ['any'],
    returns: 'bool',
    partial: true,
    sql: (args) => call('kql_ipv6_is_in_any_range', arg(args, 0), jsonList(args.slice(1))),
    says: 'True for an address of any of the networks.',
    example: ['ipv6_is_in_any_range("fe80::1", "2001::/16", "fe80::/10")', true],
  }),
  nativeRow('ipv6_compare', {
    takes: ['string', 'string', 'long'],
    returns: 'long',
    defaults: ['128::BIGINT'],
    says: 'Which address is larger.',
    example: ['ipv6_compare("::1", "::2")', -1],
  }),
  row('ipv6_is_match', {
    takes: ['string', 'string', 'long'],
    returns: 'bool',
    partial: true,
    sql: (args) => `(${call('kql_ipv6_compare', arg(args, 0), arg(args, 1), args[2]?.sql ?? '128::BIGINT')} = 0)`,
    says: 'True for addresses of one network.',
    example: ['ipv6_is_match("::ffff:10.0.0.1", "10.0.0.1")', true],
  }),
  nativeRow('has_ipv4', {
    takes: ['string', 'string'],
    returns: 'bool',
    says: 'True where a text has an address.',
    example: ['has_ipv4("from 10.0.0.1:80", "10.0.0.1")', true],
  }),
  nativeRow('has_ipv4_prefix', {
    takes: ['string', 'string'],
    returns: 'bool',
    says: 'True where a text has an address that begins so.',
    example: ['has_ipv4_prefix("from 10.0.0.1", "10.0.")', true],
  }),
  ...['has_any_ipv4', 'has_any_ipv4_prefix'].map((name) =>
    row(name, {
      takes: ['any'],
      returns: 'bool',
      partial: true,
      sql: (args) => call(`kql_${name}`, arg(args, 0), jsonList(args.slice(1))),
      says: 'The same for any of several.',
      example: [`${name}("from 10.0.0.1", "${name.endsWith('prefix') ? '10.' : '10.0.0.1'}")`, true],
    }),
  ),
];
