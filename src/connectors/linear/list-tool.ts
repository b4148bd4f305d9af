import { defineTool, z } from '../../connector-kit/index.ts';
import { reads } from './hints.ts';
import { ask } from './query.ts';
import type { Shape } from './shapes.ts';

export type ListTool<Filters extends z.ZodRawShape, Entry extends z.ZodObject> = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly marks?: typeof reads;
  /** The field of Linear's `Query`, and the type of its `filter`. */
  readonly field: string;
  readonly filterType?: string;
  /** Arguments besides paging and filter, such as `term: String!`. */
  readonly moreArguments?: Readonly<Record<string, string>>;
  readonly shape: Shape<Entry>;
  readonly filters: Filters;
  readonly variables?: (input: z.output<z.ZodObject<Filters>>) => {
    readonly filter?: object;
    readonly more?: Readonly<Record<string, unknown>>;
  };
  readonly example: { readonly title: string; readonly input: z.input<z.ZodObject<Filters>> };
};

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** A tool that lists: a page at a time, as Linear's connections have them. */
export function defineListTool<Filters extends z.ZodRawShape, Entry extends z.ZodObject>(list: ListTool<Filters, Entry>) {
  const { name, title, description, marks = reads, field, filterType, moreArguments = {}, shape, filters } = list;
  const given = Object.entries({ ...moreArguments, ...(filterType === undefined ? {} : { filter: filterType }) });
  const declared = given.map(([argument, type]) => `, $${argument}: ${type}`).join('');
  const passed = given.map(([argument]) => `, ${argument}: $${argument}`).join('');
  const document = `query ${name}($first: Int!, $after: String${declared}) {
    page: ${field}(first: $first, after: $after${passed}) { nodes { ${shape.fields} } pageInfo { hasNextPage endCursor } }
  }`;
  const answer = z.object({ page: z.object({ nodes: z.array(shape.entry), pageInfo }) });
  const paging = {
    limit: z.int().min(1).max(100).default(25),
    cursor: z.string().optional().describe('`nextCursor` of the page before'),
  };
  return defineTool({
    name,
    title,
    description,
    ...marks,
    input: z.object({ ...filters, ...paging }),
    output: z.object({ entries: z.array(shape.entry), nextCursor: z.string().nullable() }),
    // Paging has defaults, so what fits the filters fits the whole.
    examples: [list.example as never],
    run: async (input, { http }) => {
      const { limit, cursor, ...rest } = input as { limit: number; cursor?: string };
      // The schema above is the filters and paging, so what is left fits the filters.
      const { filter, more = {} } = list.variables?.(rest as z.output<z.ZodObject<Filters>>) ?? {};
      const variables = { first: limit, after: cursor ?? null, ...more, ...(filter === undefined ? {} : { filter }) };
      const { page } = await ask(http, answer, { document, variables });
      return { entries: page.nodes, nextCursor: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null } as never;
    },
  });
}

/** A filter for whom: oneself, or somebody by e-mail. */
export function whoFilter(who: string): object {
  return who === 'me' ? { isMe: { eq: true } } : { email: { eqIgnoreCase: who } };
}

/** The parts of a filter whose input was given. */
export function filterOf(parts: Readonly<Record<string, object | false | undefined>>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined && part !== false));
}
