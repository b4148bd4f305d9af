import { describe, expect, test } from 'vitest';
import { type HostVerdict, judgeHost, mayReachAddress, parseAllowList } from './address.ts';

const nothing = parseAllowList([]);
const hostOf = (spelling: string): string => new URL(`http://${spelling}/mcp`).hostname;

describe('with an empty allow list', () => {
  const rows: readonly (readonly [spelling: string, verdict: HostVerdict])[] = [
    ['127.0.0.1', 'refused'],
    ['127.1', 'refused'],
    ['2130706433', 'refused'],
    ['0x7f.1', 'refused'],
    ['0x7f000001', 'refused'],
    ['0177.0.0.1', 'refused'],
    ['017700000001', 'refused'],
    ['%31%32%37.0.0.1', 'refused'],
    ['１２７.0.0.1', 'refused'],
    ['127。0。0。1', 'refused'],
    ['127.0.0.1.', 'refused'],
    ['[::1]', 'refused'],
    ['[0:0:0:0:0:0:0:1]', 'refused'],
    ['[::]', 'refused'],
    ['[::ffff:127.0.0.1]', 'refused'],
    ['[::ffff:7f00:1]', 'refused'],
    ['[::127.0.0.1]', 'refused'],
    ['[::ffff:0:127.0.0.1]', 'refused'],
    ['[64:ff9b::127.0.0.1]', 'refused'],
    ['[64:ff9b:1::10.0.0.1]', 'refused'],
    ['[2002:7f00:1::]', 'refused'],
    ['[2001:0:7f00:1::]', 'refused'],
    ['[fc00::1]', 'refused'],
    ['[fd12:3456:789a::1]', 'refused'],
    ['[fe80::1]', 'refused'],
    ['[fec0::1]', 'refused'],
    ['[ff02::1]', 'refused'],
    ['[2001:db8::1]', 'refused'],
    ['0.0.0.0', 'refused'],
    ['0', 'refused'],
    ['10.0.0.1', 'refused'],
    ['172.16.0.1', 'refused'],
    ['172.31.255.255', 'refused'],
    ['192.168.1.1', 'refused'],
    ['169.254.169.254', 'refused'],
    ['0xa9fea9fe', 'refused'],
    ['100.64.0.1', 'refused'],
    ['192.0.0.8', 'refused'],
    ['198.18.0.1', 'refused'],
    ['224.0.0.1', 'refused'],
    ['240.0.0.1', 'refused'],
    ['255.255.255.255', 'refused'],
    ['localhost', 'look-up'],
    ['LOCALHOST', 'look-up'],
    ['example.com', 'look-up'],
    ['metadata.google.internal', 'look-up'],
    ['8.8.8.8', 'allowed'],
    ['172.32.0.1', 'allowed'],
    ['[2606:4700::1111]', 'allowed'],
    ['[::ffff:8.8.8.8]', 'allowed'],
  ];
  test.each(rows)('%s is %s', (spelling, verdict) => {
    expect(judgeHost(hostOf(spelling), nothing)).toBe(verdict);
  });
});

describe('with an allow list', () => {
  const rows: readonly (readonly [entry: string, spelling: string, verdict: HostVerdict])[] = [
    ['localhost', 'localhost', 'allowed'],
    ['LocalHost.', 'localhost', 'allowed'],
    ['localhost', '127.0.0.1', 'refused'],
    ['127.0.0.1', '2130706433', 'allowed'],
    ['127.0.0.1', '127.0.0.2', 'refused'],
    ['127.0.0.0/8', '[::ffff:127.0.0.9]', 'allowed'],
    ['127.0.0.0/8', '[::1]', 'refused'],
    ['::1', '[::1]', 'allowed'],
    ['[::1]', '[::1]', 'allowed'],
    ['fd00::/8', '[fd12::1]', 'allowed'],
    ['fd00::/8', '[fc12::1]', 'refused'],
    ['10.0.0.0/8', '192.168.0.1', 'refused'],
    ['', '127.0.0.1', 'refused'],
  ];
  test.each(rows)('%s: %s is %s', (entry, spelling, verdict) => {
    expect(judgeHost(hostOf(spelling), parseAllowList([entry]))).toBe(verdict);
  });
});

test('a resolved address is judged like a written one', () => {
  expect(mayReachAddress('127.0.0.1', nothing)).toBe(false);
  expect(mayReachAddress('::1', nothing)).toBe(false);
  expect(mayReachAddress('not an address', nothing)).toBe(false);
  expect(mayReachAddress('93.184.216.34', nothing)).toBe(true);
});
