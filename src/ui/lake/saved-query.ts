import { routes } from '../../contract/routes.ts';
import { api } from '../app/api.ts';

export const parameterTypes = ['string', 'long', 'real', 'bool', 'datetime', 'timespan', 'dynamic'] as const;

/** A query that is a tool. `{Name}` places in it are its parameters. */
export type SavedQueryRequest = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly query: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: (typeof parameterTypes)[number];
    readonly description: string;
    readonly default?: string;
  }[];
  readonly workspaceId?: string;
};
export type SaveQuery = (request: SavedQueryRequest) => Promise<unknown>;

/** Saves through the API; null where this server's contract has no such route. */
export const saveQuery: SaveQuery | null = Object.hasOwn(routes, 'createSavedQuery')
  ? // The route is looked for by its name, so its types are not known here.
    (request) =>
      (api.call as (name: string, options: { readonly body: SavedQueryRequest }) => Promise<unknown>)('createSavedQuery', { body: request })
  : null;

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
