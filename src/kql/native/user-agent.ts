import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Dynamic, isArray, printDynamic, readDynamic } from './dynamic.ts';
import { type NativeRow, native } from './row.ts';

/** What a user agent says about browser, system and device, by the patterns of the package uap-core. */
export const userAgentNatives: readonly NativeRow[] = [
  native('parse_user_agent', { takes: ['text', 'text'], returns: 'text', run: parseUserAgent }),
];

type Field = {
  readonly name: string;
  /** The key of the text that stands for the field where a rule has one; `$1` to `$9` in it are groups of the match. */
  readonly replacement: string;
  /** The group that it is otherwise; null for none. */
  readonly group: number | null;
};
type Target = { readonly name: string; readonly list: keyof RuleFile; readonly trims: boolean; readonly fields: readonly Field[] };

/** By what Kusto calls them: Kusto's names, and those of the specification of uap-core. */
const targets = new Map<string, Target>([
  [
    'browser',
    {
      name: 'Browser',
      list: 'user_agent_parsers',
      trims: false,
      fields: [
        { name: 'Family', replacement: 'family_replacement', group: 1 },
        { name: 'MajorVersion', replacement: 'v1_replacement', group: 2 },
        { name: 'MinorVersion', replacement: 'v2_replacement', group: 3 },
        { name: 'Patch', replacement: 'v3_replacement', group: 4 },
      ],
    },
  ],
  [
    'os',
    {
      name: 'OperatingSystem',
      list: 'os_parsers',
      trims: false,
      fields: [
        { name: 'Family', replacement: 'os_replacement', group: 1 },
        { name: 'MajorVersion', replacement: 'os_v1_replacement', group: 2 },
        { name: 'MinorVersion', replacement: 'os_v2_replacement', group: 3 },
        { name: 'Patch', replacement: 'os_v3_replacement', group: 4 },
        { name: 'PatchMinor', replacement: 'os_v4_replacement', group: 5 },
      ],
    },
  ],
  [
    'device',
    {
      name: 'Device',
      list: 'device_parsers',
      trims: true,
      fields: [
        { name: 'Family', replacement: 'device_replacement', group: 1 },
        { name: 'Brand', replacement: 'brand_replacement', group: null },
        { name: 'Model', replacement: 'model_replacement', group: 1 },
      ],
    },
  ],
]);

/**
 * Characters of a user agent that count. The patterns repeat up to 300 characters inside one another, so their time would grow
 * with every character more; at this length the worst text found takes some ten milliseconds.
 */
const longest = 2048;

const cache = new Map<string, Dynamic>();
const cacheSize = 5000;

function parseUserAgent(userAgent: string, look: string): string {
  const wanted = readDynamic(look);
  const names = isArray(wanted) ? wanted : [wanted];
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && targets.has(name)))
    throw new Error('kql: parse_user_agent() looks for "browser", "os", "device", or an array of these.');
  const text = userAgent.slice(0, longest);
  const asked = [...targets].filter(([name]) => names.includes(name));
  return printDynamic(new Map(asked.map(([, target]) => [target.name, remembered(text, target)])));
}

/** Logs repeat the same user agents. */
function remembered(text: string, target: Target): Dynamic {
  const key = `${target.name}/${text}`;
  const held = cache.get(key);
  if (held !== undefined) return held;
  if (cache.size >= cacheSize) cache.clear();
  const made = read(text, target);
  cache.set(key, made);
  return made;
}

/** The fields by the first rule that matches; "Other" without one. (uap-core, docs/specification.md) */
function read(text: string, { list, fields, trims }: Target): Dynamic {
  for (const { pattern, rule } of rulesOf(list)) {
    const match = pattern.exec(text);
    if (match === null) continue;
    return new Map(
      fields.map(({ name, replacement, group }) => {
        const written = rule[replacement]?.replaceAll(/\$([1-9])/g, (_, digit: string) => match[Number(digit)] ?? '');
        const value = written ?? (group === null ? '' : (match[group] ?? ''));
        return [name, trims ? value.trim() : value];
      }),
    );
  }
  return new Map(fields.map(({ name }) => [name, name === 'Family' ? 'Other' : '']));
}

type WrittenRule = { readonly regex: string; readonly regex_flag?: 'i' } & { readonly [replacement: string]: string | undefined };
type RuleFile = Readonly<Record<'user_agent_parsers' | 'os_parsers' | 'device_parsers', readonly WrittenRule[]>>;
type Rule = { readonly pattern: RegExp; readonly rule: WrittenRule };

let file: RuleFile | null = null;
const compiled = new Map<keyof RuleFile, readonly Rule[]>();

function rulesOf(list: keyof RuleFile): readonly Rule[] {
  const held = compiled.get(list);
  if (held !== undefined) return held;
  file ??= loadRules();
  const rules = file[list].map((rule) => ({ pattern: new RegExp(rule.regex, rule.regex_flag), rule }));
  compiled.set(list, rules);
  return rules;
}

/** The file of rules; read when the first query asks, since most never do. */
function loadRules(): RuleFile {
  const require = createRequire(import.meta.url);
  // A loaded module has the shape that its own types say.
  const { parse } = require('yaml') as typeof import('yaml');
  // The file has the shape that its specification says; the package's version is fixed.
  return parse(readFileSync(require.resolve('uap-core/regexes.yaml'), 'utf8')) as RuleFile;
}
