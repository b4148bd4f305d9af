import { createHash } from 'node:crypto';
import type { CatalogTool } from '../domain/tool.ts';

/** Names of tools toward a model, and the way back. */
export type ToolNames = {
  /** Also for tools that are not attached any more, since the history speaks of them. */
  nameOf(label: string, name: string): string;
  find(modelName: string): CatalogTool | null;
};

/**
 * Gives every tool a name that all providers take, `[a-zA-Z0-9_-]{1,64}`, unique and
 * the same in every turn: `label__tool`, with a digest where that is too long, not clean or taken.
 */
export function createToolNames(tools: readonly CatalogTool[], reserved: ReadonlySet<string> = new Set()): ToolNames {
  const byName = new Map<string, CatalogTool>();
  const names = new Map<string, string>();
  for (const tool of tools) {
    const key = keyOf(tool.label, tool.definition.name);
    if (names.has(key)) continue;
    const plain = plainName(tool.label, tool.definition.name);
    const name = plain === null || byName.has(plain) || reserved.has(plain) ? digestName(tool.label, tool.definition.name) : plain;
    byName.set(name, tool);
    names.set(key, name);
  }
  return {
    nameOf: (label, name) => names.get(keyOf(label, name)) ?? plainName(label, name) ?? digestName(label, name),
    find: (modelName) => byName.get(modelName) ?? null,
  };
}

const keyOf = (label: string, name: string) => `${label}\0${name}`;

function plainName(label: string, name: string): string | null {
  const joined = `${label}__${name}`;
  return /^[a-zA-Z0-9_-]{1,64}$/.test(joined) ? joined : null;
}

function digestName(label: string, name: string): string {
  const clean = `${label}__${name}`.replace(/[^a-zA-Z0-9_-]+/g, '_').slice(0, 55);
  return `${clean}_${createHash('sha256').update(keyOf(label, name)).digest('hex').slice(0, 8)}`;
}
