import { z } from 'zod';

/** The types that a parameter of a saved query can have. */
export const parameterTypes = ['string', 'long', 'real', 'bool', 'datetime', 'timespan', 'guid', 'dynamic'] as const;
export type ParameterType = (typeof parameterTypes)[number];

const parameter = z.object({
  name: z.string().regex(/^[A-Za-z_]\w{0,59}$/, 'a name of letters, digits and _'),
  type: z.enum(parameterTypes).default('string'),
  description: z.string().max(500).default(''),
  /** Taken where a call leaves the parameter out; without it the parameter is required. */
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

/**
 * A KQL query that is a tool: `{Name}` places in it are its parameters. Values are bound as literals of their type.
 * The places are those of Microsoft Sentinel's custom tools, which paste text instead.
 */
export const savedQuery = z.object({
  name: z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'a name of letters, digits, _ and -, at most 64'),
  title: z.string().trim().min(1).max(100),
  /** What it answers, then when to use it: models choose by it. */
  description: z.string().trim().min(1).max(1000),
  query: z.string().min(1).max(100_000).meta({ multiline: true }),
  parameters: z.array(parameter).max(30).default([]),
  /** Where it runs unless a call says otherwise; left out: the default workspace. */
  workspaceId: z.string().max(100).optional(),
});

export type SavedQuery = z.output<typeof savedQuery>;
export type QueryParameter = SavedQuery['parameters'][number];
