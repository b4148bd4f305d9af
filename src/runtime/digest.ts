import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../domain/json.ts';
import type { ToolDefinition } from '../domain/tool.ts';

/** Hex SHA-256 of any JSON value, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** What pins a tool: every word of its definition, its name included. */
export function hashTool(definition: ToolDefinition): string {
  return digestOf(definition);
}

/** What an approval is bound to: this tool text with these arguments. */
export function digestCall(call: { readonly toolHash: string; readonly input: JsonObject }): string {
  return digestOf([call.toolHash, call.input]);
}
