import type { ToolDefinitionView } from '../../../contract/objects.ts';

/** A definition as text to compare: everything that a model or a person is told, in a fixed order. */
export function toolText({ name, title, description, annotations, inputSchema, outputSchema }: ToolDefinitionView): string {
  const parts = [
    `name: ${name}`,
    title === undefined ? null : `title: ${title}`,
    `description: ${description ?? ''}`,
    annotations === undefined ? null : `hints: ${JSON.stringify(annotations)}`,
    `input: ${JSON.stringify(inputSchema, null, 2)}`,
    outputSchema === undefined ? null : `output: ${JSON.stringify(outputSchema, null, 2)}`,
  ];
  return parts.filter((part) => part !== null).join('\n');
}
