type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};
type Content = Record<string, { readonly schema: Schema }>;
export type Operation = {
  requestBody?: { content: Content };
  responses: Record<string, { readonly description?: string; readonly content?: Content }>;
};
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The schemas of a request and of its answer; null: the description has none, as for files. */
export function schemasOf(
  description: Description,
  { method: name, path, status }: { readonly method: string; readonly path: string; readonly status: number },
): { readonly request: Schema | null; readonly answer: Schema | null } {
  const method = name.toLowerCase();
  // As servers do: what is written out goes before what is left open.
  const [known] = Object.entries(description.paths)
    .filter(([pattern, operations]) => method in operations && new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .toSorted(([left], [right]) => left.split('{').length - right.split('{').length);
  const operation = known?.[1][method];
  const inJson = (content: Content | undefined) => content?.['application/json']?.schema ?? null;
  return { request: inJson(operation?.requestBody?.content), answer: inJson(operation?.responses[status]?.content) };
}

/**
 * Names in a JSON text that its schema does not know. The description's objects are open, so that Prism lets every name through;
 * a misspelt one would change nothing and nobody would say so.
 */
export function unknownNames(
  description: Description,
  { schema, text }: { readonly schema: Schema; readonly text: string },
): readonly string[] {
  return walk(JSON.parse(text), { schema, at: '' });

  function walk(value: unknown, { schema: given, at }: { readonly schema: Schema; readonly at: string }): readonly string[] {
    const parts = partsOf(given);
    if (Array.isArray(value)) {
      const items = parts.map((part) => part.items).find((found) => found !== undefined);
      return items === undefined ? [] : value.flatMap((entry) => walk(entry, { schema: items, at: `${at}[]` }));
    }
    // What is only a stub there, or an open set of identities, has no names to compare with.
    if (typeof value !== 'object' || value === null || parts.every(({ properties = {} }) => Object.keys(properties).length === 0))
      return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      if (name.includes('@')) return [];
      const property = parts.map(({ properties }) => properties?.[name]).find((found) => found !== undefined);
      return property === undefined ? [`${at}.${name}`] : walk(inner, { schema: property, at: `${at}.${name}` });
    });
  }

  /** The schema and all that it is made of or may be. */
  function partsOf(given: Schema): readonly Schema[] {
    const target = given.$ref === undefined ? given : (description.components.schemas[given.$ref.split('/').at(-1) ?? ''] ?? {});
    return [target, ...[...(target.allOf ?? []), ...(target.anyOf ?? []), ...(target.oneOf ?? [])].flatMap(partsOf)];
  }
}
