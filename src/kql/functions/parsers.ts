import { call } from '../sql/quote.ts';
import { dynamicText, nativeRow } from './native-row.ts';
import { arg, type FunctionRow, row } from './row.ts';

/** Readers of text formats, each giving a dynamic. */
export const parserFunctions: readonly FunctionRow[] = [
  nativeRow('parse_xml', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'Reads XML as bags.',
    example: ['parse_xml("<a><b>1</b></a>")', { a: { b: '1' } }],
  }),
  nativeRow('parse_csv', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'One record of CSV as an array.',
    example: ['parse_csv("a,b")', ['a', 'b']],
  }),
  nativeRow('parse_url', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parts of a URL as a bag.',
    example: ['tostring(parse_url("https://a.b/c").Host)', 'a.b'],
  }),
  nativeRow('parse_urlquery', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parameters of a URL query as a bag.',
    example: ['tostring(parse_urlquery("a=1")["Query Parameters"].a)', '1'],
  }),
  nativeRow('parse_path', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parts of a file path as a bag.',
    example: ['tostring(parse_path("/a/b.txt").Filename)', 'b.txt'],
  }),
  nativeRow('parse_version', {
    takes: ['string'],
    returns: 'decimal',
    native: 'parse_version',
    says: 'A version as a number that compares.',
    example: null,
  }),
  nativeRow('parse_command_line', {
    takes: ['string', 'string'],
    returns: 'dynamic',
    says: 'The arguments of a command line, as Windows splits them.',
    example: ['parse_command_line("a \\"b c\\"", "windows")', ['a', 'b c']],
  }),
  row('parse_user_agent', {
    takes: ['string', 'any'],
    returns: 'dynamic',
    total: true,
    sql: (args) => call('kql_parse_user_agent', arg(args, 0), dynamicText(args[1])),
    says: 'Browser, operating system and device of a user agent, as bags.',
    example: [
      'parse_user_agent("curl/8.4.0", "browser")',
      { Browser: { Family: 'curl', MajorVersion: '8', MinorVersion: '4', Patch: '0' } },
    ],
  }),
];
