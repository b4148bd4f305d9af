type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
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

/**
 * Names in a request's body that the description does not know. Its objects are open, so that Prism lets every name through;
 * a misspelt one would change nothing and nobody would say so.
 */
export function unknownProperties(
  description: Description,
  { request, body }: { readonly request: Request; readonly body: string },
): readonly string[] {
  const path = new URL(request.url).pathname.replace(/^\/v1\.0/, '');
  const known = Object.entries(description.paths).find(
    ([pattern, operations]) =>
      request.method.toLowerCase() in operations && new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const schema = known?.[1][request.method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
  return schema === undefined ? ['body'] : walk(JSON.parse(body), { schema, at: '' });

  function walk(value: unknown, { schema: given, at }: { readonly schema: Schema; readonly at: string }): readonly string[] {
    if (Array.isArray(value))
      return value.flatMap((entry) => walk(entry, { schema: partsOf(given).find(({ items }) => items)?.items ?? {}, at: `${at}[]` }));
    if (typeof value !== 'object' || value === null) return [];
    const parts = partsOf(given);
    return Object.entries(value).flatMap(([name, inner]) => {
      if (name.includes('@')) return [];
      const property = parts.map(({ properties }) => properties?.[name]).find((found) => found !== undefined);
      return property === undefined ? [`${at}.${name}`] : walk(inner, { schema: property, at: `${at}.${name}` });
    });
  }

  /** The schema and all that it is made of or may be. */
  function partsOf(given: Schema): readonly Schema[] {
    const target = given.$ref === undefined ? given : (description.components.schemas[given.$ref.split('/').at(-1) ?? ''] ?? {});
    return [target, ...[...(target.allOf ?? []), ...(target.anyOf ?? [])].flatMap(partsOf)];
  }
}
