import { defineTool, ToolError, z } from '../../connector-kit/index.ts';
import { AppError } from '../../domain/errors.ts';
import type { QueryParameter, SavedQuery } from '../../domain/saved-query.ts';
import { answerOf, answerSchema, askedBy, labels, reads, workspaceOf, workspaceParameter } from '../tools/exploration.ts';
import type { LakeReader } from '../tools/ports.ts';
import { bindQuery, sampleValues } from './bind.ts';

/** The name that every such tool takes beside its own parameters. */
const workspaceName = 'workspaceId';

const inputs = {
  string: () => z.string(),
  // Text too: whole numbers past 2^53 have no other way through JSON.
  long: () => z.union([z.int(), z.string().regex(/^-?\d{1,19}$/)]),
  real: () => z.number(),
  bool: () => z.boolean(),
  datetime: () => z.string().meta({ examples: ['2026-06-01T00:00:00Z'] }),
  timespan: () => z.string().meta({ examples: ['1d', '12h', '00:30:00'] }),
  guid: () => z.string(),
  dynamic: () => z.unknown(),
} as const satisfies Record<QueryParameter['type'], () => z.ZodType>;

const hints: Partial<Record<QueryParameter['type'], string>> = {
  datetime: 'ISO 8601.',
  timespan: 'A timespan of KQL, such as 1d, 12h or 30m.',
  dynamic: 'A JSON value.',
};

/** A saved query as a tool: its parameters are the tool's input, its rows the answer. */
export function toQueryTool(saved: SavedQuery, lake: LakeReader) {
  const own = Object.fromEntries(saved.parameters.map((parameter) => [parameter.name, inputOf(parameter)]));
  return defineTool({
    name: saved.name,
    title: saved.title,
    description: saved.description,
    scopes: [],
    annotations: reads,
    labels,
    input: z.object({ [workspaceName]: workspaceParameter, ...own }),
    output: answerSchema,
    examples: [{ title: 'With sample values', input: sampleValues(saved.parameters) }],
    run: async (input, context) => {
      const values: Readonly<Record<string, unknown>> = input;
      const named = typeof values[workspaceName] === 'string' ? values[workspaceName] : saved.workspaceId;
      return answerOf(lake, { query: bound(saved, values), workspaceId: await workspaceOf(lake, named), ...askedBy(context) });
    },
  });
}

function inputOf({ name, type, description, default: fallback }: QueryParameter): z.ZodType {
  const said = [description, hints[type], fallback === undefined ? undefined : `Left out: ${fallback}.`].filter(Boolean).join(' ');
  const schema = inputs[type]().describe(said === '' ? name : said);
  return fallback === undefined ? schema : schema.optional();
}

/** A value that does not fit is the model's to correct. */
function bound(saved: SavedQuery, values: Readonly<Record<string, unknown>>): string {
  try {
    return bindQuery(saved, values);
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.invalid') throw new ToolError(error.message, { cause: error });
    throw error;
  }
}
