import { AppError, ToolError, z } from '../../connector-kit/index.ts';
import type { Description } from './description/description.ts';
import { readDescription } from './description/read.ts';

const maxDocumentCharacters = 8_000_000;

const operation = z.object({
  operation: z.string().min(1).describe('Its operationId, or method and path, such as GET /folders/{id}'),
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,63}$/, 'a name of letters, digits, _ and -, at most 64')
    .optional()
    .describe('What the tool is called; empty: by its operationId'),
  fields: z.array(z.string().min(1)).default([]).describe('What is kept of an answer, such as entries.id; empty: all'),
});

/** What whoever adds the connector says. The document is reduced to what the tools need, here, once. */
export const openApiSettings = z.object({
  documentUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Address of the description' })
    .describe('Read once, when this is set'),
  document: z
    .string()
    .min(1, 'paste the description, or name its address')
    .max(maxDocumentCharacters)
    .transform((text, context) => {
      try {
        return JSON.stringify(readDescription(text));
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    })
    .meta({ title: 'Description', multiline: true })
    .describe('OpenAPI 3.0 or 3.1, as JSON or YAML. Empty it to read the address again.'),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .meta({ title: 'Base URL' })
    .describe('Where requests and the credential go, and nowhere else.'),
  security: z.string().default('').meta({ title: 'Security scheme' }).describe('The name of one in the description; empty: no sign-in'),
  credential: z
    .string()
    .optional()
    .meta({ title: 'Credential', secret: true })
    .describe('The key or token, or user:password. Everybody who uses this connector acts with it.'),
  operations: z.array(operation).max(500).default([]).meta({ title: 'Operations' }).describe('Those that become tools; empty: all'),
});
export type OpenApiSettings = z.output<typeof openApiSettings>;
export type ChosenOperation = OpenApiSettings['operations'][number];

/** Fetches the description where only its address was given; from then on the text is what counts. */
export async function fetchDocument(settings: Readonly<Record<string, unknown>>, fetch: typeof globalThis.fetch): Promise<string | null> {
  const { document, documentUrl } = settings;
  if ((typeof document === 'string' && document.trim() !== '') || typeof documentUrl !== 'string' || documentUrl === '') return null;
  const response = await fetch(documentUrl, {
    headers: { accept: 'application/json, application/yaml, text/yaml, */*;q=0.5' },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new AppError('request.invalid', { sentence: `The address of the description answers with HTTP ${response.status}.` });
  }
  return response.text();
}

const kept = new Map<string, Description>();
const maxKept = 8;

/** The description in the settings, parsed once and not with every call. */
export function descriptionOf({ document }: Pick<OpenApiSettings, 'document'>): Description {
  const known = kept.get(document) ?? readDescription(document);
  kept.delete(document);
  kept.set(document, known);
  for (const oldest of kept.keys()) if (kept.size > maxKept) kept.delete(oldest);
  return known;
}
