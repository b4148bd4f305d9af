import { type Http, profileOutput, ToolError, z } from '../../connector-kit/index.ts';
import { shapeAnswer } from './answer.ts';
import type { Description } from './description/description.ts';
import { buildRequest } from './request.ts';
import { type OpenApiSettings, profileOperation } from './settings.ts';
import { signFor } from './shared-credential.ts';
import { isPersonal, schemeOf } from './sign-in.ts';
import { isObject } from './styles.ts';

/** Whose account it is, of which API. */
export const apiProfile = profileOutput.extend({
  name: z.string().describe('Empty: the API is not asked who signed in'),
  api: z.string(),
  operations: z.int(),
});

/** What services call these (OpenID Connect Core §5.1, SCIM, and habit), best first. */
const words = {
  id: ['id', 'sub', 'user_id', 'userId', 'uid', 'accountId', 'login', 'username', 'userName'],
  name: [
    'name',
    'displayName',
    'display_name',
    'full_name',
    'fullName',
    'real_name',
    'preferred_username',
    'login',
    'username',
    'userName',
  ],
  email: ['email', 'mail', 'emailAddress', 'email_address', 'userPrincipalName', 'login'],
} as const;

/** Asks the operation that the settings name, and says without one which API this is. */
export async function readProfile(
  description: Description,
  { settings, http, signal }: { readonly settings: OpenApiSettings; readonly http: Http; readonly signal: AbortSignal },
): Promise<z.output<typeof apiProfile>> {
  const { title, operations } = description;
  const about = { api: title, operations: operations.length };
  const operation = profileOperation(description, settings);
  if (operation === null) {
    const scheme = schemeOf(description, settings);
    return { id: settings.baseUrl, name: scheme !== null && isPersonal(scheme, settings) ? '' : title, ...about };
  }
  const { to, options } = buildRequest(operation, { given: {}, sign: signFor(description, settings) });
  const { body } = await shapeAnswer(await http.send(to, options), { fields: [], address: settings.baseUrl, signal });
  const found = [body, ...(isObject(body) ? Object.values(body) : [])].filter(isObject);
  const find = (names: readonly string[]) => {
    const values = found.flatMap((entry) => names.map((name) => (Object.hasOwn(entry, name) ? entry[name] : undefined)));
    const value = values.find((candidate) => (typeof candidate === 'string' && candidate !== '') || typeof candidate === 'number');
    return value === undefined ? null : String(value);
  };
  const [id, name, email] = [find(words.id), find(words.name), find(words.email)];
  if (id === null && name === null) throw new ToolError(`${settings.profile} says nothing of who is signed in. Choose another operation.`);
  const isMail = email?.includes('@') === true;
  return { id: id ?? name ?? '', name: name ?? email ?? id ?? '', ...(isMail ? { email } : {}), ...about };
}
