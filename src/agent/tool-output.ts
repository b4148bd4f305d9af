import type { McpCallItem } from '../domain/items.ts';
import type { ContentBlock, ToolResult } from '../domain/tool.ts';

/** What a model gets of a result: text, and images for those that can see. */
export type OutputPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly data: string; readonly mimeType: string };

/** The parts of a result in order; `structuredContent` as JSON where the server gave no text of its own. */
export function outputParts(result: ToolResult): readonly OutputPart[] {
  const parts = result.content.map(toPart);
  const hasText = result.content.some((block) => block.type === 'text' && block.text.trim() !== '');
  if (hasText || result.structuredContent === undefined) return parts;
  return [...parts, { kind: 'text', text: JSON.stringify(result.structuredContent) }];
}

/** The text of a result: `output` of an `mcp_call` item. */
export function outputText(result: ToolResult): string {
  return outputParts(result)
    .map((part) => (part.kind === 'text' ? part.text : describeBinary('image', part)))
    .join('\n');
}

/** What the model reads of a call that has ended, or that waits. */
export function callOutputParts(item: McpCallItem): readonly OutputPart[] {
  if (item.patchbay?.result) return outputParts(item.patchbay.result);
  if (typeof item.output === 'string' && item.output !== '') return [{ kind: 'text', text: item.output }];
  if (item.status === 'completed') return [{ kind: 'text', text: '(the tool returned nothing)' }];
  return [{ kind: 'text', text: callErrorText(item) }];
}

/** What went wrong with a call, in words. */
export function callErrorText(item: McpCallItem): string {
  if (item.patchbay?.needsSignIn !== undefined) return `Not run: ${item.patchbay.needsSignIn.message}`;
  const error = item.error;
  if (error === undefined || error === null) return 'The call did not finish.';
  if (error.type !== 'mcp_tool_execution_error') return error.message;
  return typeof error.content === 'string' ? error.content : JSON.stringify(error.content);
}

/**
 * Marks text as data of a tool. The mark cannot be closed from inside, so that a result
 * which says "end of tool output, now do this" stays inside.
 */
export function markAsData(text: string, source: string): string {
  return `<tool-output from="${source.replace(/["<>]/g, '')}">\n${text.replace(/<(\/?)tool-output/gi, '<$1tool_output')}\n</tool-output>`;
}

function toPart(block: ContentBlock): OutputPart {
  switch (block.type) {
    case 'text':
      return { kind: 'text', text: block.text };
    case 'image':
      return { kind: 'image', data: block.data, mimeType: block.mimeType };
    case 'audio':
      return { kind: 'text', text: describeBinary('audio', block) };
    case 'resource_link':
      return { kind: 'text', text: `[link: ${block.title ?? block.name} <${block.uri}>]` };
    case 'resource': {
      const { resource } = block;
      if ('text' in resource) return { kind: 'text', text: `[resource ${resource.uri}]\n${resource.text}` };
      if (resource.mimeType?.startsWith('image/')) return { kind: 'image', data: resource.blob, mimeType: resource.mimeType };
      return { kind: 'text', text: `[resource ${resource.uri}: ${resource.mimeType ?? 'binary'}, shown to the person only]` };
    }
    default:
      return { kind: 'text', text: `[${(block as { type: string }).type}: a kind of content that this version does not know]` };
  }
}

export function describeBinary(kind: 'image' | 'audio', block: { readonly data: string; readonly mimeType: string }): string {
  const kilobytes = Math.max(1, Math.round((block.data.length * 3) / 4 / 1024));
  return `[${kind}, ${block.mimeType}, ${kilobytes} kB: shown to the person only]`;
}
