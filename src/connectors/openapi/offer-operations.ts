import type { OfferedOperations } from '../../connector-kit/index.ts';
import { type Description, signatureOf } from './description/description.ts';
import { chooseOperations } from './operation-tool.ts';
import type { OpenApiSettings } from './settings.ts';

/** All that there is to choose from, whatever was chosen, and what cannot be. */
export function offerOperations(
  description: Description,
  { security, baseUrl }: Pick<OpenApiSettings, 'security' | 'baseUrl'>,
): OfferedOperations {
  const { choices, leftOut } = chooseOperations(description, { security, baseUrl, operations: [] });
  const names = new Map(choices.map(({ operation, name }) => [operation, name]));
  const reasons = new Map(leftOut.map(({ operation, reason }) => [operation, reason]));
  const known = description.operations.map((operation) => {
    const { id, method, path, title, tags, answer } = operation;
    const toolName = names.get(operation) ?? null;
    const reason = toolName === null ? (reasons.get(signatureOf(operation)) ?? null) : null;
    return { operation: signatureOf(operation), id, method, path, title, tags, toolName, fields: answer?.fields ?? [], reason };
  });
  const unread = description.leftOut.map(({ operation, reason }) => {
    const [method = '', ...path] = operation.split(' ');
    return {
      operation,
      id: '',
      method: method.toLowerCase(),
      path: path.join(' '),
      title: '',
      tags: [],
      toolName: null,
      fields: [],
      reason,
    };
  });
  return { api: description.title, operations: [...known, ...unread] };
}
