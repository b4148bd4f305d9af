/** A place of a parameter in a query's text; `whole` is the string literal that holds nothing else. */
export type Place = { readonly kind: 'place'; readonly name: string; readonly start: number; readonly end: number };
export type PlaceFault = { readonly kind: 'fault'; readonly sentence: string };

/**
 * The parts of KQL in which braces mean nothing: comments, strings of each kind (plain, verbatim, hidden, over several lines);
 * else a name in braces, single ones as Sentinel's custom tools have them.
 */
const parts =
  /(?<comment>\/\/[^\n]*)|[hH]?(?<string>@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|```[\s\S]*?```|~~~[\s\S]*?~~~)|(?<!\{)\{\s*(?<name>[A-Za-z_]\w*)\s*\}(?!\})/g;
const wholePlace = /^@?["']\s*\{\s*(?<name>[A-Za-z_]\w*)\s*\}\s*["']$/;
const anyPlace = /(?<!\{)\{\s*(?<name>[A-Za-z_]\w*)\s*\}(?!\})/g;

/**
 * Where the named parameters stand in a query. A string literal that is nothing but a place counts as the place, since whoever
 * wrote it for pasted text had to quote it. A place within more text of a string is a fault: there a value would be pasted.
 * So is a string that does not end, behind which code and text could trade roles.
 */
export function findPlaces(query: string, names: ReadonlySet<string>): readonly (Place | PlaceFault)[] {
  const found: (Place | PlaceFault)[] = [];
  let bare = '';
  let last = 0;
  for (const match of query.matchAll(parts)) {
    const { comment, string, name } = match.groups ?? {};
    bare += query.slice(last, match.index);
    last = match.index + match[0].length;
    const at = { start: match.index, end: last };
    if (string !== undefined) found.push(...placesInString(string, { ...at, names }));
    else if (comment === undefined && name !== undefined && names.has(name)) found.push({ kind: 'place', name, ...at });
  }
  bare += query.slice(last);
  if (/["'`]|~~~/.test(bare)) found.push({ kind: 'fault', sentence: 'The query has a string that does not end.' });
  return found;
}

function placesInString(
  text: string,
  { start, end, names }: { readonly start: number; readonly end: number; readonly names: ReadonlySet<string> },
): readonly (Place | PlaceFault)[] {
  const whole = wholePlace.exec(text)?.groups?.['name'];
  if (whole !== undefined && names.has(whole)) return [{ kind: 'place', name: whole, start, end }];
  const within = [...text.matchAll(anyPlace)].map(({ groups }) => groups?.['name'] ?? '').find((name) => names.has(name));
  if (within === undefined) return [];
  const sentence = `{${within}} stands within a text. Put texts together with strcat("…", {${within}}, "…") instead.`;
  return [{ kind: 'fault', sentence }];
}
