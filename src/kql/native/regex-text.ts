const letters = '\\p{L}\\p{M}\\p{Nd}\\p{Pc}';
const blanks = '\\t\\n\\v\\f\\r\\p{Z}';
const outside: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: `[${letters}]`,
  W: `[^${letters}]`,
  s: `[${blanks}]`,
  S: `[^${blanks}]`,
};
const inside: Readonly<Record<string, string>> = { d: '\\p{Nd}', D: '\\P{Nd}', w: letters, s: blanks };

/** Kusto's classes know all of Unicode; RE2's `\d`, `\w` and `\s` only ASCII. Rewrites them so that they do. */
export function withUnicodeClasses(pattern: string): string {
  const [whenOutside, whenInside] = [new Map(Object.entries(outside)), new Map(Object.entries(inside))];
  let result = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const mark = pattern[at] ?? '';
    if (mark === '\\') {
      const next = pattern[at + 1] ?? '';
      result += (inClass ? whenInside : whenOutside).get(next) ?? mark + next;
      at += 1;
      continue;
    }
    if (mark === '[' && !inClass) inClass = true;
    else if (mark === ']' && inClass && !/\[\^?$/.test(result)) inClass = false;
    result += mark;
  }
  return result;
}
