import { z } from 'zod';
import { parseWire } from './responses-request.ts';
import { refuse } from './openai-error.ts';

const pageQuery = z.object({
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
});

/** A page of a list, as `after`, `limit` and `order` ask for. `items` come oldest first. */
export function toPage<Item extends { readonly id: string }>(items: readonly Item[], query: Record<string, string>) {
  const { after, limit, order } = parseWire(pageQuery, query);
  const ordered = order === 'asc' ? items : [...items].reverse();
  const start = after === undefined ? 0 : ordered.findIndex((item) => item.id === after) + 1;
  if (after !== undefined && start === 0) throw refuse(`No item with id '${after}' in this list.`, { param: 'after' });
  const data = ordered.slice(start, start + limit);
  return {
    object: 'list' as const,
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + data.length < ordered.length,
  };
}
