import { SaxesParser } from 'saxes';

export type XmlEvents = {
  readonly open?: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Reads XML as a stream of events, names without their prefix. There are no external entities and no DTDs to expand. */
export function readXml(xml: string, { open = () => {}, text = () => {}, close = () => {} }: XmlEvents): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => open(localName(name), new Map(Object.entries(attributes))));
  parser.on('text', text);
  parser.on('closetag', ({ name }) => close(localName(name)));
  parser.write(xml).close();
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Targets by relation id, of an Office part's `.rels`. */
export function readRelations(xml: string | null): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  if (xml === null) return targets;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'Relationship') targets.set(attributes.get('Id') ?? '', (attributes.get('Target') ?? '').replace(/^\//, ''));
    },
  });
  return targets;
}
