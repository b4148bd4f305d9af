/** The parameters of a query in the order of their first place. */
export function placesOf(query: string): readonly string[] {
  return [...new Set([...query.matchAll(/\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name))];
}

/** A title as the name of a tool. */
export function toolName(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, 60);
}
