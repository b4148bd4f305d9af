import MiniSearch from 'minisearch';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { CatalogTool } from '../domain/tool.ts';

export type FoundTool = { readonly tool: CatalogTool; readonly score: number };

/** BM25 over names, titles, descriptions and parameters of tools. Names weigh most. */
export type ToolSearch = { find(query: string, options?: { readonly limit?: number }): readonly FoundTool[] };

export function createToolSearch(tools: readonly CatalogTool[]): ToolSearch {
  const index = new MiniSearch<Record<'id', number> & Record<'name' | 'title' | 'description' | 'parameters' | 'server', string>>({
    fields: ['name', 'title', 'description', 'parameters', 'server'],
    tokenize: words,
    processTerm: (term) => (stopWords.has(term) ? null : stem(term)),
    searchOptions: { boost: { name: 4, title: 3, server: 2, description: 1.5, parameters: 1 }, prefix: (term) => term.length > 3 },
  });
  index.addAll(
    tools.map(({ definition, connectorName, label }, id) => ({
      id,
      name: definition.name,
      title: definition.title ?? definition.annotations?.title ?? '',
      description: definition.description ?? '',
      parameters: parameterWords(definition.inputSchema),
      server: `${connectorName} ${label}`,
    })),
  );
  return {
    find: (query, { limit = 8 } = {}) =>
      index
        .search(query)
        .slice(0, limit)
        .flatMap(({ id, score }) => {
          const tool = tools[Number(id)];
          return tool === undefined ? [] : [{ tool, score }];
        }),
  };
}

/** The words of a text, with `camelCase`, `snake_case` and `kebab-case` taken apart. */
export function words(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Just enough stemming that "issues" finds "issue" and "searching" finds "search". */
export function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word;
}

const stopWords = new Set(
  'a an the of for to in on at by and or is are was be with from this that it its as me my i you your we our please can could would do does what which who how show tell give use using tool'.split(
    ' ',
  ),
);

function parameterWords(schema: JsonObject): string {
  const properties: Json | undefined = schema.properties;
  if (!isJsonObject(properties)) return '';
  return Object.entries(properties)
    .map(([name, property]) => `${name} ${isJsonObject(property) && typeof property.description === 'string' ? property.description : ''}`)
    .join(' ');
}
