import { browseEntra } from '../servers/entra.ts';

export type OwnerSignIn = {
  readonly connector: string;
  /** Whom to choose on the vendor's page. */
  readonly email: string;
  readonly scopes?: readonly string[] | undefined;
  /** An account that is signed in to again. */
  readonly connectionId?: string | undefined;
};

/** The owner in a browser: to the vendor's page, chooses the account, and back. Answers what the last page says. */
export async function signInAsOwner(
  { request, key }: { readonly request: (path: string, init?: RequestInit) => Promise<Response>; readonly key: string },
  { connector, email, scopes, connectionId }: OwnerSignIn,
): Promise<{ readonly page: string; readonly connectionId: string | undefined }> {
  const headers = { authorization: `Bearer ${key}`, cookie: 'patchbay-browser=the browser of the test' };
  const begun = await request(`/api/v1/connectors/${connector}/connect`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ scopes, connectionId }),
  });
  const answer = (await begun.json()) as { readonly url?: string; readonly connection?: { readonly id: string } };
  if (answer.url === undefined) throw new Error(`no way to sign in: ${JSON.stringify(answer)}`);
  const parameters = await browseEntra({ email })(answer.url);
  const returned = await request(`/connector_platform_oauth_redirect?${parameters}`, { headers, redirect: 'manual' });
  return { page: await returned.text(), connectionId: answer.connection?.id };
}
