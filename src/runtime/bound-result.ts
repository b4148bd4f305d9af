import type { ContentBlock, ToolResult } from '../domain/tool.ts';

/** Binary blocks are for the person's eyes and ears, so they may be this many times larger than text. */
const binaryAllowance = 40;

/**
 * Keeps a result within `maxBytes` of text and structured content. What is cut is marked in the text,
 * so neither the person nor the model takes a part for the whole.
 */
export function boundResult(result: ToolResult, maxBytes: number): { readonly result: ToolResult; readonly truncated: boolean } {
  const structuredBytes = result.structuredContent === undefined ? 0 : bytesOf(result.structuredContent);
  const textBytes = result.content.reduce((sum, block) => sum + textBytesOf(block), 0);
  const binaryBytes = result.content.reduce((sum, block) => sum + binaryBytesOf(block), 0);
  if (structuredBytes <= maxBytes && textBytes <= maxBytes && binaryBytes <= maxBytes * binaryAllowance)
    return { result, truncated: false };

  let textLeft = maxBytes;
  let binaryLeft = maxBytes * binaryAllowance;
  const content = result.content.map((block): ContentBlock => {
    const binary = binaryBytesOf(block);
    if (binary > 0) {
      binaryLeft -= binary;
      return binaryLeft >= 0 ? block : mark(`a part of ${binary} bytes was left out: the result is larger than allowed`);
    }
    const text = textBytesOf(block);
    const kept = Math.max(0, Math.min(text, textLeft));
    textLeft -= kept;
    return kept === text ? block : cutText(block, { kept, of: text });
  });
  const keepsStructured = structuredBytes <= maxBytes;
  const { structuredContent, ...rest } = result;
  const left = keepsStructured
    ? []
    : [
        mark(
          `structured content of ${structuredBytes} bytes was left out: the result is larger than the ${maxBytes} bytes allowed. Ask for less`,
        ),
      ];
  return {
    result: {
      ...rest,
      content: [...content, ...left],
      ...(keepsStructured && structuredContent !== undefined ? { structuredContent } : {}),
    },
    truncated: true,
  };
}

const mark = (sentence: string): ContentBlock => ({ type: 'text', text: `[truncated by Patchbay: ${sentence}]` });
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function textBytesOf(block: ContentBlock): number {
  if (block.type === 'text') return Buffer.byteLength(block.text);
  if (block.type === 'resource' && 'text' in block.resource) return Buffer.byteLength(block.resource.text);
  return block.type === 'resource_link' ? bytesOf(block) : 0;
}

function binaryBytesOf(block: ContentBlock): number {
  if (block.type === 'image' || block.type === 'audio') return block.data.length;
  return block.type === 'resource' && 'blob' in block.resource ? block.resource.blob.length : 0;
}

function cutText(block: ContentBlock, { kept, of }: { readonly kept: number; readonly of: number }): ContentBlock {
  const note = `\n[truncated by Patchbay: ${kept} of ${of} bytes shown. Ask for less to see the rest]`;
  const cut = (text: string) => `${new TextDecoder().decode(Buffer.from(text).subarray(0, kept)).replace(/\uFFFD$/, '')}${note}`;
  if (block.type === 'text') return { ...block, text: cut(block.text) };
  if (block.type === 'resource' && 'text' in block.resource)
    return { ...block, resource: { ...block.resource, text: cut(block.resource.text) } };
  return { type: 'text', text: note.trim() };
}
