/** A type as it is written: a name with arguments, perhaps absent. */
export type TypeReference = {
  readonly name: string;
  readonly of: readonly TypeReference[];
  readonly limits: ReadonlyMap<string, number | string>;
  readonly nullable: boolean;
};
export type Field = { readonly name: string; readonly type: TypeReference; readonly hasDefault: boolean };
export type Struct = {
  readonly kind: 'struct';
  readonly extends: string | null;
  readonly fields: readonly Field[];
  /** Tags of its subtypes; null: it has none. */
  readonly subtypes: readonly Field[] | null;
};
export type Union = {
  readonly kind: 'union';
  readonly extends: string | null;
  readonly isClosed: boolean;
  /** A type of `Void`: nothing goes with the tag. */
  readonly fields: readonly Field[];
};
export type Alias = { readonly kind: 'alias'; readonly type: TypeReference };
export type StoneRoute = {
  /** As it stands in an address, such as `files/search_v2`. */
  readonly path: string;
  readonly argument: TypeReference;
  readonly result: TypeReference;
  readonly error: TypeReference;
  /** `scope`, `style`, `host`. */
  readonly attributes: ReadonlyMap<string, string>;
};
export type Stone = {
  /** By full name, such as `files.Metadata`. */
  readonly types: ReadonlyMap<string, Struct | Union | Alias>;
  readonly routes: ReadonlyMap<string, StoneRoute>;
  /** Lines that this reader makes nothing of: what they say is not judged. */
  readonly notUnderstood: readonly string[];
};

type Block = { readonly head: string; readonly lines: readonly string[] };

/** Reads interface descriptions in Stone (https://github.com/dropbox/stone/blob/main/docs/lang_ref.rst), as far as Dropbox's need it. */
export function readStone(files: readonly string[]): Stone {
  const types = new Map<string, Struct | Union | Alias>();
  const routes = new Map<string, StoneRoute>();
  const notUnderstood: string[] = [];
  for (const file of files) {
    const blocks = blocksOf(file);
    const namespace = /^namespace (\w+)/.exec(blocks[0]?.head ?? '')?.[1] ?? '';
    for (const block of blocks.slice(1)) readBlock(block, namespace);
  }
  return { types, routes, notUnderstood };

  function readBlock({ head, lines }: Block, namespace: string): void {
    const [, word = '', rest = ''] = /^(\w+) (.*)$/.exec(head) ?? [];
    const [, name = '', parent] = /^(\w+)(?: extends ([\w.]+))?$/.exec(rest) ?? [];
    const inherits = parent === undefined ? null : fullName(parent, namespace);
    const read = (text: string) => readType(text, namespace);
    if (word === 'import' || word === 'annotation' || word === 'annotation_type') return;
    if (word === 'alias') {
      const [, alias = '', type = ''] = /^(\w+) = (.*)$/.exec(rest) ?? [];
      types.set(fullName(alias, namespace), { kind: 'alias', type: read(type) });
    } else if (word === 'route') readRoute(rest, { lines, namespace });
    else if (word === 'struct') {
      const { fields, subtypes } = readFields(lines, read);
      types.set(fullName(name, namespace), { kind: 'struct', extends: inherits, fields, subtypes });
    } else if (word === 'union' || word === 'union_closed') {
      const { fields } = readFields(lines, read);
      types.set(fullName(name, namespace), { kind: 'union', extends: inherits, isClosed: word === 'union_closed', fields });
    } else notUnderstood.push(head);
  }

  function readRoute(text: string, { lines, namespace }: { readonly lines: readonly string[]; readonly namespace: string }): void {
    const [, name = '', version, signature] = /^([\w/]+)(?::(\d+))? \((.*)\)/.exec(text) ?? [];
    const [argument, result, error] = readType(`Route(${signature ?? ''})`, namespace).of;
    if (argument === undefined || result === undefined || error === undefined) {
      notUnderstood.push(`route ${text}`);
      return;
    }
    const path = `${namespace}/${name}${version === undefined ? '' : `_v${version}`}`;
    const pairs = lines.flatMap((line) => {
      const [, key, value] = /^ {8}(\w+) = (.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value.replaceAll('"', '')] as const];
    });
    routes.set(path, { path, argument, result, error, attributes: new Map(pairs) });
  }

  /** Fields stand at four spaces, tags of subtypes at eight below `union`; examples and annotations of fields are no matter here. */
  function readFields(lines: readonly string[], read: (text: string) => TypeReference) {
    const fields: Field[] = [];
    let subtypes: Field[] | null = null;
    let within: 'fields' | 'subtypes' | 'example' = 'fields';
    for (const line of lines) {
      const indent = line.search(/\S/);
      const text = line.trim();
      if (indent === 4) {
        within = /^example\b/.test(text) ? 'example' : /^union(_closed)?\*?$/.test(text) ? 'subtypes' : 'fields';
        if (within === 'subtypes') subtypes = [];
        const field = within === 'fields' ? readField(text, read) : null;
        if (field !== null) fields.push(field);
        else if (within === 'fields') notUnderstood.push(line);
      } else if (within === 'subtypes' && indent === 8) {
        const field = readField(text, read);
        if (field !== null) subtypes?.push(field);
      } else if (within === 'fields' && !text.startsWith('@')) notUnderstood.push(line);
    }
    return { fields, subtypes };
  }
}

function readField(text: string, read: (text: string) => TypeReference): Field | null {
  const [, name, type = 'Void', value] = /^(\w+)(?: ([\w.]+(?:\(.*\))?\??))?( = .+)?$/.exec(text) ?? [];
  return name === undefined ? null : { name, type: read(type), hasDefault: value !== undefined };
}

/** Definitions with the lines below them, without comments and what is written for people. */
function blocksOf(file: string): readonly Block[] {
  const bare = file.replace(/^ +"(?:\\[^]|[^"\\])*"[ ]*$/gm, '').replace(/^ *#.*$/gm, '');
  const blocks: { head: string; lines: string[] }[] = [];
  for (const line of bare.split('\n').filter((one) => one.trim() !== '')) {
    if (/^\S/.test(line)) blocks.push({ head: line.trim(), lines: [] });
    else blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

const builtin = new Set([
  'String',
  'Boolean',
  'Bytes',
  'Timestamp',
  'Void',
  'List',
  'Map',
  'Int32',
  'Int64',
  'UInt32',
  'UInt64',
  'Float32',
  'Float64',
  'Route',
]);

function fullName(name: string, namespace: string): string {
  return name.includes('.') || builtin.has(name) ? name : `${namespace}.${name}`;
}

/** `List(files.Metadata, min_items=1)?` */
function readType(text: string, namespace: string): TypeReference {
  const [, name = '', inside = '', optional] = /^([\w.]+)(?:\((.*)\))?(\?)?$/s.exec(text.trim()) ?? [];
  const parts = split(inside);
  const limits = parts.flatMap((part) => {
    const [, key, value] = /^(\w+)=(.*)$/s.exec(part) ?? [];
    return key === undefined || value === undefined ? [] : [[key, literal(value)] as const];
  });
  const of = parts.filter((part) => !/^\w+=/.test(part) && !part.startsWith('"')).map((part) => readType(part, namespace));
  return { name: fullName(name, namespace), of, limits: new Map(limits), nullable: optional !== undefined };
}

/** At commas that are in no brackets and no text. */
function split(inside: string): readonly string[] {
  const parts = inside.match(/(?:"(?:\\.|[^"\\])*"|\((?:"(?:\\.|[^"\\])*"|[^()"])*\)|[^,()"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function literal(value: string): number | string {
  // Texts escape as JSON's do.
  return value.startsWith('"') ? (JSON.parse(value) as string) : Number(value);
}
