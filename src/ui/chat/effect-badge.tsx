import type { ToolDefinitionView } from '../../contract/objects.ts';
import { Badge } from '../kit/badge.tsx';

/** What a tool says it does to the world. Without a hint it counts as one that changes things. */
export function EffectBadge({ annotations }: { readonly annotations: ToolDefinitionView['annotations'] | null }) {
  if (annotations?.readOnlyHint === true) return <Badge>Reads</Badge>;
  if (annotations?.destructiveHint === true) return <Badge tone="bad">Changes or deletes</Badge>;
  return <Badge tone="live">Changes things</Badge>;
}
