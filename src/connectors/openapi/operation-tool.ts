import { answer, defineTool, type Json, type JsonSchema, type ToolContext, type ToolHints, z } from '../../connector-kit/index.ts';
import { shapeAnswer } from './answer.ts';
import { type Description, type Method, type Operation, signatureOf } from './description/description.ts';
import { admit } from './description/security.ts';
import { descriptionOf } from './document.ts';
import { buildRequest } from './request.ts';
import type { OpenApiSettings } from './settings.ts';
import { schemeOf } from './sign-in.ts';
import { signFor } from './shared-credential.ts';

/** What HTTP says of its methods (RFC 9110 §9.2); what a service does beyond that, nobody can know. */
const hints: Readonly<Record<Method, ToolHints>> = {
  get: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  head: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  options: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  post: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  put: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  patch: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  delete: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
};

const output = z.object({
  status: z.int(),
  body: z.json().describe('JSON, or text'),
  truncated: z.boolean().describe('It was too large to be shown whole'),
  mimeType: z.string(),
});

export type Choice = {
  readonly operation: Operation;
  readonly name: string;
  readonly fields: readonly string[];
  readonly scopes: readonly string[];
};
type Choices = {
  readonly choices: readonly Choice[];
  readonly leftOut: Description['leftOut'];
  /** Chosen, but not in the description. */
  readonly missing: readonly string[];
};

/** The operations that become tools, each with a name of its own. */
export function chooseOperations(
  description: Description,
  { operations: chosen, security, baseUrl }: Pick<OpenApiSettings, 'operations' | 'security' | 'baseUrl'>,
): Choices {
  const { operations } = description;
  const signsIn = schemeOf(description, { security })?.kind === 'oauth';
  const leftOut = [...description.leftOut];
  const wanted =
    chosen.length === 0 ? operations.map(({ id }) => ({ operation: id, fields: [] as readonly string[], name: undefined })) : chosen;
  const missing: string[] = [];
  const taken = new Set(['get_profile', 'search', 'fetch', 'list_operations']);
  const byKey = new Map(
    operations.flatMap(
      (operation) =>
        [
          [signatureOf(operation), operation],
          [operation.id, operation],
        ] as const,
    ),
  );
  const choices = wanted.flatMap(({ operation: key, name, fields }) => {
    const operation = byKey.get(key);
    if (operation === undefined) {
      missing.push(key);
      return [];
    }
    const admission = admit(operation, { security, baseUrl });
    if (admission.kind === 'refused') {
      leftOut.push({ operation: signatureOf(operation), reason: admission.reason });
      return [];
    }
    const free = freeName(name ?? operation.id, taken);
    taken.add(free);
    return [{ operation, name: free, fields, scopes: signsIn ? admission.scopes : [] }];
  });
  return { choices, leftOut, missing };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const base =
    wanted
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .replace(/^(?=\d)/, 'n')
      .slice(0, 64) || 'operation';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base.slice(0, 60)}_${number}`;
    if (!taken.has(name)) return name;
  }
}

/** One operation as a tool. */
export function toOperationTool({ operation, name, fields, scopes }: Choice) {
  const { method, title, description } = operation;
  const annotations = hints[method];
  return defineTool({
    name,
    title,
    description: `${asSentence(description.trim().slice(0, 500))} Use it for ${signatureOf(operation)}.`,
    scopes,
    annotations,
    labels: { reads: 'private', untrusted: true, sends: annotations.readOnlyHint ? 'none' : 'external' },
    input: z.looseObject({}),
    inputSchema: inputSchemaOf(operation),
    output,
    examples: [],
    run: async (input, { http, signal, settings: given }: ToolContext<unknown>) => {
      // The kit has parsed the settings by the connector's schema, and the arguments are JSON by the schema above.
      const settings = given as OpenApiSettings;
      const sign = signFor(descriptionOf(settings), settings);
      const { to, options } = buildRequest(operation, { given: input as Readonly<Record<string, Json>>, sign });
      const { body, blocks, ...rest } = await shapeAnswer(await http.send(to, options), {
        fields,
        address: settings.baseUrl + to.split('?', 1)[0],
        signal,
      });
      return answer({ ...rest, body: body as z.input<typeof output>['body'] }, blocks);
    },
  });
}

const asSentence = (text: string): string => (/[.!?:…)\]]$/.test(text) ? text : `${text}.`);

function inputSchemaOf({ parameters, body }: Operation): JsonSchema {
  const required = [
    ...parameters.filter((parameter) => parameter.required).map(({ argument }) => argument),
    ...(body?.required === true ? ['body'] : []),
  ];
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(parameters.map(({ argument, schema }) => [argument, schema])),
      ...(body === null ? {} : { body: body.schema }),
    },
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
  };
}
