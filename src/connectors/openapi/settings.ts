import { ToolError, z } from '../../connector-kit/index.ts';
import { type Description, isNamed, maxOperations } from './description/description.ts';
import { descriptionOf, maxDocumentCharacters, reduce, tooLong } from './document.ts';
import { schemeOf } from './sign-in.ts';

const operation = z.object({
  operation: z.string().min(1).describe('Its operationId, or method and path, such as GET /folders/{id}'),
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,63}$/, 'a name of letters, digits, _ and -, at most 64')
    .optional()
    .describe('What the tool is called; empty: by its operationId'),
  fields: z.array(z.string().min(1)).default([]).describe('What is kept of an answer, such as entries.id; empty: all'),
});

const fields = z.object({
  documentUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Address of the description', part: 'description' })
    .describe('Read once, when this is set'),
  document: z
    .string()
    .max(maxDocumentCharacters, tooLong)
    .default('')
    .transform((text, context) => {
      try {
        if (text.trim() === '') throw new ToolError('paste the description, or name its address');
        return reduce(text);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    })
    .meta({ title: 'Description', multiline: true, part: 'description' })
    .describe('OpenAPI 3.0 or 3.1, as JSON or YAML. Empty it to read the address again.'),
  baseUrl: z
    .string()
    .default('')
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'the description names no server: write where the API lies')
    .meta({ title: 'Base URL' })
    .describe('Where requests and the credential go, and nowhere else. Empty: the first server of the description.'),
  security: z.string().default('').meta({ title: 'Security scheme' }).describe('The name of one in the description; empty: no sign-in'),
  access: z
    .enum(['shared', 'personal'])
    .optional()
    .meta({ title: 'Accounts', enumNames: ['One for everybody: the credential below', 'Each person has their own'] })
    .describe('Not set: people sign in where the scheme is OAuth or OpenID Connect; a key or a password is one for everybody.'),
  credential: z
    .string()
    .optional()
    .meta({ title: 'Credential', secret: true })
    .describe('The shared key or token, or user:password. Everybody who uses this connector acts with it.'),
  profile: z
    .string()
    .default('')
    .meta({ title: 'Operation that says whose account it is' })
    .describe('Such as GET /me. Accounts are then named by its answer, and a key is kept only if it is taken.'),
  operations: z
    .array(operation)
    .max(maxOperations)
    .default([])
    .meta({ title: 'Operations', part: 'operations' })
    .describe('Those that become tools; empty: all'),
});

/** What whoever adds the connector says; by `part`, the page shows some in forms of their own. The document is reduced to what the tools need, here, once. */
export const openApiSettings = fields.superRefine((settings, context) => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const found = descriptionOf(settings);
  const { security, profile } = settings;
  if (security !== '' && schemeOf(found, settings) === null) refuse('security', whySchemeIsMissing(found, security));
  if (profile !== '' && profileOperation(found, settings) === null)
    refuse('profile', 'the description has no GET operation of this name that needs no arguments');
});
export type OpenApiSettings = z.output<typeof openApiSettings>;

const schemeWords = {
  header: 'a key in a header',
  query: 'a key in the address',
  bearer: 'a bearer token',
  basic: 'user and password',
  oauth: 'OAuth',
  openid: 'OpenID Connect',
} as const;

function whySchemeIsMissing({ schemes, schemesLeftOut }: Description, wanted: string): string {
  if (Object.hasOwn(schemesLeftOut, wanted)) return `it cannot be used: ${schemesLeftOut[wanted]}`;
  const names = Object.entries(schemes).map(([name, { kind }]) => `${name} (${schemeWords[kind]})`);
  return names.length === 0 ? 'the description has no security scheme that can be used here' : `the description has ${names.join(', ')}`;
}

/** The operation that says whose account it is; null: none was named, or it cannot be called without arguments. */
export function profileOperation({ operations }: Description, { profile }: Pick<OpenApiSettings, 'profile'>) {
  const found = operations.find((operation) => isNamed(operation, profile));
  return found?.method === 'get' && found.parameters.every(({ required }) => !required) ? found : null;
}
