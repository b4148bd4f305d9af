import { z } from 'zod';

/**
 * The `search` and `fetch` contract that deep research expects of every server
 * (https://developers.openai.com/api/docs/mcp): ids and links first, one document at a time after.
 */
export const searchInput = z.object({ query: z.string().min(1).describe('What to look for, in words') });
export const searchOutput = z.object({
  results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
});
export const fetchInput = z.object({ id: z.string().min(1).describe('An id that search gave') });
export const fetchOutput = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.string(),
  metadata: z.record(z.string(), z.string()).optional(),
});

/** What every `get_profile` answers at least: whose data the tools act on. */
export const profileOutput = z.object({ id: z.string(), name: z.string(), email: z.string().optional() });
