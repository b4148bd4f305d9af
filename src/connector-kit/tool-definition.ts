import { z } from 'zod';
import type { JsonObject, JsonSchema } from '../domain/json.ts';
import type { ToolDefinition } from '../domain/tool.ts';
import type { AnyTool } from './tool.ts';

/** A tool as MCP describes it. Labels and scopes travel under `_meta`, so that they are pinned with the rest. */
export function toToolDefinition(tool: AnyTool): ToolDefinition {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.inputSchema ?? toJsonSchema(tool.input, 'input'),
    outputSchema: toJsonSchema(tool.output, 'output'),
    annotations: { title: tool.title, ...tool.annotations },
    _meta: { 'patchbay/labels': { ...tool.labels }, 'patchbay/scopes': [...tool.scopes] },
  };
}

/** JSON Schema 2020-12, the dialect that MCP takes for granted; bounds that zod adds to every integer are left out. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Forms hide what is typed there.
      if (jsonSchema['secret'] === true) jsonSchema.format = 'password';
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  // A schema is plain JSON; zod types it with keywords of every draft.
  return rest as unknown as JsonObject;
}
