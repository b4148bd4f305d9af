import { isJsonObject, type JsonSchema } from '../domain/json.ts';
import type { CatalogTool } from '../domain/tool.ts';
import type { ModelTool } from './model.ts';

/** A tool as the model sees it: its title and description in one text, its schema in a form that all providers take. */
export function toModelTool(tool: CatalogTool, name: string): ModelTool {
  const { definition } = tool;
  const title = definition.title ?? definition.annotations?.title;
  const { schema, note } = toProviderSchema(definition.inputSchema);
  const description = [title, definition.description].filter((text) => text !== undefined && text !== '').join(': ') || definition.name;
  return { name, description: note === null ? description : `${description}\n${note}`, inputSchema: schema, strict: false };
}

const combinators = ['anyOf', 'oneOf', 'allOf', 'not', 'if', 'then', 'else', 'enum'];

/**
 * Providers want `type: object` with `properties`, and no combination of schemas at the top. What is taken out
 * there is said in words: the runtime still checks the arguments against the tool's own schema.
 */
export function toProviderSchema(schema: JsonSchema): { readonly schema: JsonSchema; readonly note: string | null } {
  const taken = Object.entries(schema).filter(([key]) => combinators.includes(key));
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => !combinators.includes(key) && key !== '$schema'));
  const merged = {
    ...rest,
    type: 'object',
    properties: { ...branchProperties(taken.map(([, value]) => value)), ...(isJsonObject(schema.properties) ? schema.properties : {}) },
  };
  return {
    schema: merged,
    note: taken.length === 0 ? null : `The arguments must also fit this JSON Schema: ${JSON.stringify(Object.fromEntries(taken))}`,
  };
}

/** Properties that only the branches name, so that the model may fill them. */
function branchProperties(values: readonly unknown[]): JsonSchema {
  const branches = values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isJsonObject);
  return Object.assign({}, ...branches.map((branch) => (isJsonObject(branch.properties) ? branch.properties : {})));
}
