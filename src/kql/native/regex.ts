import { withUnicodeClasses } from './regex-text.ts';

const cache = new Map<string, RegExp | null>();
const cacheSize = 200;

/**
 * A pattern of RE2 as a regular expression of JavaScript; null when it is none. Used only where the pattern or what is asked
 * of it is beyond SQL. Patterns that could take exponential time are not run: null as well.
 */
export function cachedRegex(pattern: string, flags = ''): RegExp | null {
  const key = `${flags}/${pattern}`;
  const held = cache.get(key);
  if (held !== undefined) {
    held?.exec('');
    if (held !== null) held.lastIndex = 0;
    return held;
  }
  if (cache.size >= cacheSize) cache.clear();
  const made = makeRegex(pattern, flags);
  cache.set(key, made);
  return made;
}

/** True for a pattern with brackets that do not meet or repeats of nothing, which no engine takes. */
export function isBroken(pattern: string): boolean {
  const { body, all } = parts(pattern, '');
  return !/\(\?/.test(body) && compiled(body, all) === null;
}

function parts(pattern: string, flags: string): { readonly body: string; readonly all: ReadonlySet<string> } {
  const inline = /^\(\?([imsU]+)\)/.exec(pattern);
  const all = new Set([...flags, ...(inline?.[1] ?? '').replace('U', '')]);
  return { body: translate(inline === null ? pattern : pattern.slice(inline[0].length)), all };
}

function makeRegex(pattern: string, flags: string): RegExp | null {
  if (/\(\?<?[=!]|\(\?>/.test(pattern)) return null;
  const { body, all } = parts(pattern, flags);
  const repeats = repeatedGroups(body);
  if (repeats === 'none') return compiled(body, all);
  return linear(body, all) ?? (repeats === 'choices' ? compiled(body, all) : null);
}

/** The engine that never goes back, where this process has it and the pattern is within its means. */
function linear(body: string, all: ReadonlySet<string>): RegExp | null {
  try {
    return new RegExp(body, `${[...all].join('')}l`);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function compiled(body: string, all: ReadonlySet<string>): RegExp | null {
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(unicode === 'u' ? withUnicodeClasses(body) : body, [...all].join('') + unicode);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** RE2's spellings that JavaScript has not: `(?P<name>`, `\A`, `\z`, POSIX classes. */
function translate(pattern: string): string {
  return pattern
    .replaceAll('(?P<', '(?<')
    .replaceAll(/(?<!\\)\\A/g, '^')
    .replaceAll(/(?<!\\)\\z/gi, '$')
    .replaceAll('[:alnum:]', '0-9A-Za-z')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:xdigit:]', '0-9A-Fa-f')
    .replaceAll('[:space:]', '\\s')
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:punct:]', '!-\\/:-@\\[-`{-~')
    .replaceAll('[:word:]', '\\w');
}

/**
 * What stands in groups that are repeated: repeats (as in `(a+)+`) and choices (as in `(a|aa)+`) can make an engine that goes
 * back try without end on text that almost fits.
 */
function repeatedGroups(pattern: string): 'none' | 'choices' | 'repeats' {
  const open: { repeats: boolean; choices: boolean }[] = [];
  const plain = pattern.replace(/\\./gs, '.').replace(/\[\^?\]?[^\]]*\]/g, '.');
  let found: 'none' | 'choices' | 'repeats' = 'none';
  for (let at = 0; at < plain.length; at += 1) {
    const mark = plain[at] ?? '';
    if (mark === '(') open.push({ repeats: false, choices: false });
    for (const group of open) {
      if (mark === '|') group.choices = true;
      if (isRepeat(plain, at)) group.repeats = true;
    }
    if (mark !== ')') continue;
    const group = open.pop();
    if (group === undefined || !isRepeat(plain, at + 1)) continue;
    if (group.repeats) return 'repeats';
    if (group.choices) found = 'choices';
  }
  return found;
}

function isRepeat(pattern: string, at: number): boolean {
  return /^(?:[*+]|\{\d*,\d*\})/.test(pattern.slice(at, at + 12));
}
