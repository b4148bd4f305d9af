import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createApiClient } from '../../contract/client.ts';
import type { RouteAnswer, RouteName } from '../../contract/routes.ts';
import { useToast } from '../kit/toast.tsx';

/** The JSON API, as this page's person. */
export const api = createApiClient({ send: (path, init) => fetch(path, { ...init, credentials: 'same-origin' }) });

type CallArguments<Name extends RouteName> = Parameters<typeof api.call<Name>>;
type QueryOptions = { readonly enabled?: boolean; readonly refetchInterval?: number | false; readonly staleTime?: number };

/** Reads a route and keeps the answer. The key is the route and what was asked of it. */
export function useRoute<Name extends RouteName>(name: Name, options?: CallArguments<Name>[1], query: QueryOptions = {}) {
  return useQuery<RouteAnswer<Name>>({
    queryKey: [name, options ?? {}],
    queryFn: ({ signal }) => callRoute(name, { ...options, signal }),
    ...query,
  });
}

/** Changes something through a route, then reads again what `refreshes` names. Failures become a toast unless `quiet`. */
export function useChange<Name extends RouteName>(
  name: Name,
  { refreshes = [], quiet = false }: { readonly refreshes?: readonly RouteName[]; readonly quiet?: boolean } = {},
) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation<RouteAnswer<Name>, unknown, CallArguments<Name>[1]>({
    mutationFn: (options) => callRoute(name, options),
    onSuccess: () => refreshRoutes(client, refreshes),
    onError: (error) => {
      if (!quiet) toast.complain(error);
    },
  });
}

/** `api.call` with its options already checked against the route by the callers' own signatures. */
function callRoute<Name extends RouteName>(name: Name, options: object | undefined): Promise<RouteAnswer<Name>> {
  return (api.call as (name: Name, options: object | undefined) => Promise<RouteAnswer<Name>>)(name, options);
}

/** Marks answers of these routes as old, so that the page reads them again. */
export async function refreshRoutes(client: QueryClient, names: readonly RouteName[]): Promise<void> {
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })));
}
