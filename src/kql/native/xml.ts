import { type Dynamic } from './dynamic.ts';

/** Reads XML into bags: attributes are `@name`, text beside them `#text`, repeated elements an array. Null when it is no XML. */
export function parseXml(text: string): Dynamic {
  const reader = { text: text.replace(/<!--[\s\S]*?-->/g, ''), at: 0, depth: 0 };
  skipProlog(reader);
  const root = readElement(reader);
  return root === null ? null : new Map([[root.name, root.value]]);
}

type Reader = { readonly text: string; at: number; depth: number };
type Element = { readonly name: string; readonly value: Dynamic };

const openTag = /<([A-Za-z_:][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const maxDepth = 200;

function skipProlog(reader: Reader): void {
  const prolog = /^\s*(<\?[\s\S]*?\?>\s*)*(<!DOCTYPE[^>[]*>\s*)?/i.exec(reader.text);
  reader.at = prolog?.[0].length ?? 0;
}

function readElement(reader: Reader): Element | null {
  openTag.lastIndex = reader.at;
  const open = openTag.exec(reader.text);
  if (open === null || reader.depth > maxDepth) return null;
  reader.at = openTag.lastIndex;
  const name = open[1] ?? '';
  const attributes = [...(open[2] ?? '').matchAll(attribute)].map(
    (match) => [`@${match[1]}`, entities(match[2] ?? match[3] ?? '')] as const,
  );
  if (open[3] === '/') return { name, value: attributes.length === 0 ? null : new Map<string, Dynamic>(attributes) };
  const content = readContent(reader, name);
  return content === null ? null : { name, value: valueOf(attributes, content) };
}

type Content = { readonly text: string; readonly children: readonly Element[] };

function readContent(reader: Reader, name: string): Content | null {
  let text = '';
  const children: Element[] = [];
  reader.depth += 1;
  for (;;) {
    const next = reader.text.indexOf('<', reader.at);
    if (next === -1) return null;
    text += entities(reader.text.slice(reader.at, next));
    reader.at = next;
    if (reader.text.startsWith('<![CDATA[', next)) {
      const end = reader.text.indexOf(']]>', next);
      if (end === -1) return null;
      text += reader.text.slice(next + 9, end);
      reader.at = end + 3;
    } else if (reader.text.startsWith('</', next)) {
      const close = /<\/([\w:.-]+)\s*>/y;
      close.lastIndex = next;
      if (close.exec(reader.text)?.[1] !== name) return null;
      reader.at = close.lastIndex;
      reader.depth -= 1;
      return { text, children };
    } else {
      const element = readElement(reader);
      if (element === null) return null;
      children.push(element);
    }
  }
}

function valueOf(attributes: readonly (readonly [string, string])[], { text, children }: Content): Dynamic {
  if (attributes.length === 0 && children.length === 0) return text;
  const bag = new Map<string, Dynamic>(attributes);
  const byName = Map.groupBy(children, ({ name }) => name);
  for (const [name, group] of byName) bag.set(name, group.length === 1 ? (group[0]?.value ?? null) : group.map(({ value }) => value));
  if (text.trim() !== '') bag.set('#text', text);
  return bag;
}

function entities(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|amp|lt|gt|quot|apos);/gi, (_, name: string) => {
    const named = new Map([
      ['amp', '&'],
      ['lt', '<'],
      ['gt', '>'],
      ['quot', '"'],
      ['apos', "'"],
    ]).get(name.toLowerCase());
    if (named !== undefined) return named;
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
