import type { Dialect } from './dialects.ts';

/** Where a parameter stands in SQL; `'{Name}'`, quotes included, is the place where nothing else is in the string. */
export type Place = { readonly name: string; readonly start: number; readonly end: number };

type Lexis = Pick<Dialect, 'backslashEscapes' | 'dollarQuotes' | 'hashComments'>;

/**
 * The places of the named parameters in SQL. Comments are left alone; a place within more text of a string is a fault, since
 * nothing is ever pasted. Only convenience depends on this: what stands at a place becomes a driver's place in any case.
 */
export function findPlaces(
  sql: string,
  { names, dialect }: { readonly names: ReadonlySet<string>; readonly dialect: Lexis },
): { readonly places: readonly Place[]; readonly faults: readonly string[] } {
  const places: Place[] = [];
  const faults: string[] = [];
  for (const match of sql.matchAll(partsOf(dialect))) {
    const { text, name } = match.groups ?? {};
    const at = { start: match.index, end: match.index + match[0].length };
    if (name !== undefined && names.has(name)) places.push({ name, ...at });
    if (text === undefined) continue;
    const whole = /^'\{(\w+)\}'$/.exec(text)?.[1];
    if (whole !== undefined && names.has(whole)) places.push({ name: whole, ...at });
    else
      for (const [, inner = ''] of text.matchAll(/\{(\w+)\}/g))
        if (names.has(inner)) faults.push(`{${inner}} stands within a text. Put texts together with || or concat() instead.`);
  }
  return { places, faults };
}

function partsOf({ backslashEscapes, dollarQuotes, hashComments }: Lexis): RegExp {
  const text = backslashEscapes
    ? String.raw`'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"`
    : String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"`;
  const parts = [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    ...(hashComments ? [String.raw`#[^\n]*`] : []),
    ...(dollarQuotes ? [String.raw`(?<tag>\$\w*\$)[\s\S]*?\k<tag>`] : []),
    `(?<text>${text}|\`[^\`]*\`)`,
    String.raw`\{(?<name>\w+)\}`,
  ];
  return new RegExp(parts.join('|'), 'g');
}
