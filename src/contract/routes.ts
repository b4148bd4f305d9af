import type { z } from 'zod';
import { chatRoutes } from './routes/chat.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { identityRoutes } from './routes/identity.ts';
import { lakeRoutes } from './routes/lake.ts';
import { logRoutes } from './routes/log.ts';
import { savedQueryRoutes } from './routes/saved-queries.ts';

/** Every operation of `/api/v1`. Path parameters are strings. */
export const routes = { ...identityRoutes, ...connectorRoutes, ...chatRoutes, ...lakeRoutes, ...savedQueryRoutes, ...logRoutes };

export type RouteName = keyof typeof routes;
type RouteOf<Name extends RouteName> = (typeof routes)[Name];
/** The path parameters of an operation, read from its path. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Parameter}}${infer Rest}`
  ? { readonly [Key in Parameter | keyof PathParameters<Rest>]: string }
  : {};
export type RouteParameters<Name extends RouteName> = PathParameters<RouteOf<Name>['path']>;
export type RouteBodyInput<Name extends RouteName> =
  RouteOf<Name> extends { readonly body: infer Body extends z.ZodType } ? z.input<Body> : undefined;
export type RouteBody<Name extends RouteName> =
  RouteOf<Name> extends { readonly body: infer Body extends z.ZodType } ? z.output<Body> : undefined;
export type RouteQueryInput<Name extends RouteName> =
  RouteOf<Name> extends { readonly query: infer Query extends z.ZodType } ? z.input<Query> : {};
export type RouteQuery<Name extends RouteName> =
  RouteOf<Name> extends { readonly query: infer Query extends z.ZodType } ? z.output<Query> : {};
export type RouteAnswer<Name extends RouteName> = RouteOf<Name>['answer'] extends z.ZodType ? z.output<RouteOf<Name>['answer']> : undefined;
