import { fetchOutput, markdownTable, searchOutput, ToolError, type z } from '../../connector-kit/index.ts';
import { type Description, isNamed, type Operation, type Schema, signatureOf } from './description/description.ts';
import { type Choice, chooseOperations } from './operation-tool.ts';
import type { OpenApiSettings } from './settings.ts';

type Chosen = Pick<OpenApiSettings, 'operations' | 'security' | 'baseUrl'>;
type Found = z.output<typeof searchOutput>['results'][number];
type Fetched = z.input<typeof fetchOutput>;

const maxFound = 50;
const maxSchemaCharacters = 20_000;

/** Operations that have all the words; those that have them in their names come first. */
export function findOperations(
  description: Description,
  { settings, query }: { readonly settings: Chosen; readonly query: string },
): readonly Found[] {
  const words = [...new Set(query.toLowerCase().split(/\s+/).filter(Boolean))];
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const { choices, leftOut } = chooseOperations(description, settings);
  const tools = new Map(choices.map(({ operation, name }) => [operation, name]));
  const known = description.operations.map((operation) => {
    const { id, title, description: words, tags } = operation;
    const names = `${signatureOf(operation)}\n${id}\n${title}\n${tools.get(operation) ?? ''}`;
    return { operation: signatureOf(operation), title, names, text: `${names}\n${words}\n${tags.join('\n')}` };
  });
  const signatures = new Set(known.map(({ operation }) => operation));
  const others = leftOut
    .filter(({ operation }) => !signatures.has(operation))
    .map(({ operation }) => ({ operation, title: '', names: operation, text: operation }));
  const found = [...known, ...others].filter(({ text }) => words.length > 0 && holds(text));
  return found
    .toSorted((left, right) => Number(holds(right.names)) - Number(holds(left.names)))
    .slice(0, maxFound)
    .map(({ operation, title }) => ({
      id: operation,
      title: title === '' || title === operation ? operation : `${title} (${operation})`,
      url: urlOf(settings, operation),
    }));
}

/** One operation for a reader: what it does, takes and answers, and whether it can be called here. */
export function describeOperation(description: Description, { settings, id }: { readonly settings: Chosen; readonly id: string }): Fetched {
  const { choices, leftOut } = chooseOperations(description, settings);
  const operation = description.operations.find((candidate) => isNamed(candidate, id));
  const reason = leftOut.find((left) => left.operation === (operation === undefined ? id : signatureOf(operation)))?.reason ?? null;
  if (operation === undefined) {
    if (reason === null) throw new ToolError(`The description has no operation "${id}". search finds those that it has.`);
    const text = `It is no tool here and cannot be called: ${reason}`;
    return { id, title: id, text, url: urlOf(settings, id), metadata: { tool: '', reason } };
  }
  const choice = choices.find((candidate) => candidate.operation === operation) ?? null;
  const signature = signatureOf(operation);
  const text = [
    `\`${signature}\``,
    operation.description.trim(),
    standing(choice, reason),
    ...describeParameters(operation),
    ...describeBody(operation),
    ...describeAnswer(operation, choice),
  ];
  return {
    id: signature,
    title: operation.title,
    text: text.join('\n\n'),
    url: urlOf(settings, signature),
    metadata: { tool: choice?.name ?? '', ...(operation.tags.length === 0 ? {} : { tags: operation.tags.join(', ') }) },
  };
}

function standing(choice: Choice | null, reason: string | null): string {
  if (choice !== null) return `It is the tool \`${choice.name}\`.`;
  if (reason !== null) return `It is no tool here and cannot be called: ${reason}`;
  return 'It is no tool here: it was not chosen. Whoever manages this connector can choose it in its settings.';
}

function describeParameters({ parameters }: Operation): readonly string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ argument, in: place, required, schema }) => [
    argument,
    place,
    typeOf(schema),
    required ? 'yes' : 'no',
    schema['description'],
  ]);
  return ['## Parameters', markdownTable(['Argument', 'Place', 'Type', 'Required', 'Description'], rows)];
}

function describeBody({ body }: Operation): readonly string[] {
  if (body === null) return [];
  const written = JSON.stringify(body.schema, null, 1);
  const cut = written.length > maxSchemaCharacters ? `${written.slice(0, maxSchemaCharacters)}\n…` : written;
  return ['## Body', `${body.mediaType}${body.required ? ', required' : ''}`, `\`\`\`json\n${cut}\n\`\`\``];
}

function describeAnswer({ answer }: Operation, choice: Choice | null): readonly string[] {
  const kept = choice === null || choice.fields.length === 0 ? [] : [`Of the answer, these are kept: ${choice.fields.join(', ')}.`];
  if (answer === null) return ['## Answer', 'The description does not say.', ...kept];
  const { status, mediaType, description, fields } = answer;
  const rows = fields.map(({ path, type }) => [path, type]);
  return [
    '## Answer',
    `${[status, mediaType].filter(Boolean).join(', ')}${description === '' ? '' : `: ${description}`}`,
    ...(rows.length === 0 ? [] : [markdownTable(['Field', 'Type'], rows)]),
    ...kept,
  ];
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' or ');
  return Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'any';
}

/** Where it would be asked; its places stay open. */
function urlOf({ baseUrl }: Pick<Chosen, 'baseUrl'>, signature: string): string {
  return baseUrl.replace(/\/$/, '') + encodeURI(signature.slice(signature.indexOf(' ') + 1));
}
