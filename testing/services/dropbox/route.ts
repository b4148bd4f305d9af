import type { z } from 'zod';
import type { Content } from './tree.ts';
import type { Metadata, View } from './view.ts';

/** What a route answers; a text is what Dropbox says of a request that is wrong in itself. */
export type Answer = Metadata | string | Downloaded;

/** The kind "content-download": a body, and what it is. */
export type Downloaded = { readonly kind: 'download'; readonly about: Metadata; readonly content: Content };

export type Route = {
  readonly scope: string;
  /** Content goes up and down at another host. */
  readonly style: 'rpc' | 'download' | 'upload';
  /** Throws `Refused`, or a `ZodError` for what does not fit. */
  run(argument: unknown, view: View, body: Buffer): Answer;
};
export type Routes = Readonly<Record<string, Route>>;

/** A route with its argument's shape. */
export function defineRoute<Argument extends z.ZodType>({
  scope,
  style = 'rpc',
  argument,
  run,
}: {
  readonly scope: string;
  readonly style?: Route['style'];
  readonly argument: Argument;
  readonly run: (argument: z.output<Argument>, view: View, body: Buffer) => Answer;
}): Route {
  return { scope, style, run: (given, view, body) => run(argument.parse(given), view, body) };
}
