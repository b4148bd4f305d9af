import { Transform, type TransformCallback } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { flattenEvent } from './windows-event.ts';

const opening = /<Event[\s>]/;
const closing = '</Event>';

/** Turns an export of the Windows event log (XML) into lines of JSON, one event each. */
export function createEventLines(): Transform {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (done: TransformCallback) => {
    const lines: string[] = [];
    for (let end = rest.indexOf(closing); end !== -1; end = rest.indexOf(closing)) {
      const event = rest.slice(0, end + closing.length);
      rest = rest.slice(end + closing.length);
      lines.push(`${JSON.stringify(flattenEvent(parseEvent(event.slice(Math.max(0, event.search(opening))))))}\n`);
    }
    done(null, lines.join(''));
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest += decoder.write(chunk);
      take(done);
    },
    flush(done) {
      rest += decoder.end();
      // An event that is cut off goes on as it is, to be set aside as no JSON.
      const tail = opening.test(rest) ? `${rest.slice(rest.search(opening)).replaceAll(/\s+/g, ' ')}\n` : '';
      done(null, tail);
    },
  });
}

/** One `<Event>` as the object that JSON exports of the same log have. */
export function parseEvent(xml: string): { readonly System: Record<string, unknown>; readonly EventData: Record<string, unknown> } {
  const system = /<System>([\s\S]*?)<\/System>/.exec(xml)?.[1] ?? '';
  const data = /<(?:EventData|UserData)[^>]*>([\s\S]*)<\/(?:EventData|UserData)>/.exec(xml)?.[1] ?? '';
  return { System: readElements(system), EventData: readData(data) };
}

function readElements(xml: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [, name = '', attributes = '', text] of xml.matchAll(/<(\w+)([^>]*?)(?:\/>|>([^<]*)<\/\1>)/g)) {
    const named = [...attributes.matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)')/g)].map(([, key = '', one, two]) => [
      key,
      unescape(one ?? two ?? ''),
    ]);
    found[name] =
      named.length === 0 ? unescape(text ?? '') : { ...Object.fromEntries(named), ...(text ? { '#text': unescape(text) } : {}) };
  }
  return found;
}

function readData(xml: string): Record<string, unknown> {
  const named = [...xml.matchAll(/<Data Name=(?:"([^"]*)"|'([^']*)')\s*(?:\/>|>([^<]*)<\/Data>)/g)];
  if (named.length > 0) return Object.fromEntries(named.map(([, one, two, text]) => [unescape(one ?? two ?? ''), unescape(text ?? '')]));
  const plain = [...xml.matchAll(/<Data>([^<]*)<\/Data>/g)].map(([, text]) => unescape(text ?? ''));
  return plain.length > 0 ? Object.fromEntries(plain.map((text, index) => [`Param${index + 1}`, text])) : readElements(xml);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescape(text: string): string {
  return text.replaceAll(/&(#x?[\da-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? whole;
    const point = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
