/** What an object says, as people read it: short facts, texts, and what is neither. */
export type SplitFields = {
  readonly facts: readonly (readonly [name: string, value: string | number | boolean | null])[];
  readonly texts: readonly (readonly [name: string, text: string])[];
  readonly rest: Readonly<Record<string, unknown>> | null;
};

const longestFact = 160;
const mostFactsInside = 8;

/** The fields of an object; a small object of facts inside it gives its own, such as `metadata.bytes`. */
export function splitFields(value: Readonly<Record<string, unknown>>): SplitFields {
  const facts: (readonly [string, string | number | boolean | null])[] = [];
  const texts: (readonly [string, string])[] = [];
  const rest: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (isFact(entry)) facts.push([name, entry]);
    else if (typeof entry === 'string') texts.push([name, entry]);
    else if (isSmall(entry)) for (const [inner, fact] of Object.entries(entry)) facts.push([`${name}.${inner}`, fact]);
    else rest[name] = entry;
  }
  return { facts, texts, rest: Object.keys(rest).length === 0 ? null : rest };
}

function isFact(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'string') return value.length <= longestFact && !value.includes('\n');
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}

function isSmall(value: unknown): value is Readonly<Record<string, string | number | boolean | null>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.values(value);
  return entries.length > 0 && entries.length <= mostFactsInside && entries.every(isFact);
}

const proseEndings = /\.(?:md|markdown|html?|xhtml|pdf|docx?|pptx?|xls[xm]?)$/i;

/** True for the text of a file whose name says that it is no Markdown, and was not made into any: it is shown line by line. */
export function isCode({ facts }: SplitFields): boolean {
  const name = facts.find(([field, value]) => /^(?:name|title|path)$/.test(field) && /\.\w{1,8}$/.test(String(value)))?.[1];
  return name !== undefined && !proseEndings.test(String(name));
}
