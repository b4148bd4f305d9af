import type { Answer } from './description.ts';
import { type Entry, follow, isEntry, textOf } from './references.ts';
import { ToolError } from '../../../connector-kit/index.ts';

const maxFields = 80;
const deepest = 4;

/** What an operation answers when it succeeds (OpenAPI › Responses Object); null: nothing is said. */
export function readAnswer(document: Entry, responses: unknown): Answer | null {
  const given = isEntry(responses) ? responses : {};
  const status = Object.keys(given)
    .filter((code) => /^2(\d\d|XX)$/i.test(code))
    .sort()[0];
  const named = status ?? ('default' in given ? 'default' : null);
  if (named === null) return null;
  try {
    const entry = follow(document, given[named]);
    const content = isEntry(entry['content']) ? entry['content'] : {};
    const mediaType = Object.keys(content).find((type) => /\bjson\b/i.test(type)) ?? Object.keys(content)[0] ?? null;
    const media = mediaType === null ? undefined : content[mediaType];
    const fields = isEntry(media) ? readFields(document, media['schema']) : [];
    return { status: named, mediaType, description: textOf(entry['description']).slice(0, 400), fields };
  } catch (error) {
    // An operation can be called whose answer is described badly.
    if (error instanceof ToolError) return null;
    throw error;
  }
}

type Place = { readonly path: string; readonly schema: Entry; readonly depth: number; readonly above: readonly Entry[] };

/** Paths through objects and lists, as an answer is cut down to them: those near the top first, as many as are worth reading. */
function readFields(document: Entry, schema: unknown): Answer['fields'] {
  const found = new Map<string, string>();
  let level: readonly Place[] = [{ path: '', schema: intoLists(document, schema), depth: 0, above: [] }];
  while (level.length > 0 && found.size < maxFields) {
    const next: Place[] = [];
    for (const { path, schema: entry, depth, above } of level) {
      if (depth === deepest || above.includes(entry)) continue;
      for (const [name, property] of propertiesOf(document, entry)) {
        // The path is written with dots, so a name that has one cannot stand in it.
        if (name.includes('.')) continue;
        const inner = `${path}${name}`;
        if (found.size < maxFields && !found.has(inner)) found.set(inner, typeOf(document, property));
        next.push({ path: `${inner}.`, schema: intoLists(document, property), depth: depth + 1, above: [...above, entry] });
      }
    }
    level = next;
  }
  return [...found].map(([path, type]) => ({ path, type }));
}

function propertiesOf(document: Entry, entry: Entry, hops = 0): readonly (readonly [string, unknown])[] {
  if (hops > deepest) return [];
  const own = isEntry(entry['properties']) ? Object.entries(entry['properties']) : [];
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (Array.isArray(entry[key]) ? (entry[key] as readonly unknown[]) : []));
  return [...own, ...parts.flatMap((part) => propertiesOf(document, intoLists(document, part), hops + 1))];
}

function intoLists(document: Entry, schema: unknown): Entry {
  let entry = follow(document, schema);
  for (let hops = 0; entry['items'] !== undefined && hops < deepest; hops += 1) entry = follow(document, entry['items']);
  return entry;
}

function typeOf(document: Entry, schema: unknown): string {
  const entry = follow(document, schema);
  const { type } = entry;
  if (entry['items'] !== undefined) return `list of ${typeOf(document, entry['items'])}`;
  const written = Array.isArray(type) ? type.filter((name) => name !== 'null').join(' or ') : textOf(type);
  return written || (propertiesOf(document, entry).length > 0 ? 'object' : 'any');
}
