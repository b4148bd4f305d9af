import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Connections } from '../../connections/connections.ts';
import type { ConnectorRegistry } from '../../connections/registry.ts';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ManagedToolCatalog } from '../../runtime/tool-catalog.ts';
import type { SessionCookies } from '../session-cookie.ts';

/** Tells the page that opened the popup, then closes it; in a plain tab it goes back to where the sign-in was started. */
const script = `
const { outcome, returnTo, connectorId, connectionId, message } = document.body.dataset;
const channel = new BroadcastChannel('patchbay-connections');
channel.postMessage({ kind: outcome, connectorId, connectionId, message });
if (outcome === 'connected') {
  if (window.opener || window.name.startsWith('patchbay-')) window.close();
  setTimeout(() => location.replace(returnTo), 400);
}
`;

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; font-weight: 600; }
code { font-size: 0.85em; opacity: 0.7; }
`;

export type SignInReturnDependencies = {
  readonly connections: Pick<Connections, 'finishSignIn'>;
  readonly catalog: Pick<ManagedToolCatalog, 'refresh'>;
  readonly registry: Pick<ConnectorRegistry, 'get'>;
  readonly cookies: SessionCookies;
};

/** `/connector_platform_oauth_redirect`: where sign-ins at other servers return. */
export function signInReturn({ connections, catalog, registry, cookies }: SignInReturnDependencies): Hono {
  return new Hono()
    .get('/connector_platform_oauth_redirect/return.js', (context) =>
      context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
    )
    .get('/connector_platform_oauth_redirect', async (context) => {
      const answer = await finish(context).catch((error: unknown) => ({
        failure: findAppError(error) ?? new AppError('internal', { cause: error }),
      }));
      if ('failure' in answer) {
        return context.html(
          page({
            outcome: 'failed',
            title: 'The sign-in did not succeed',
            sentence: answer.failure.message,
            code: answer.failure.code,
            returnTo: textOf(answer.failure.detail.returnTo) ?? '/connectors',
            connectorId: textOf(answer.failure.detail.connectorId),
            connectionId: textOf(answer.failure.detail.connectionId),
          }),
          answer.failure.status as 400,
        );
      }
      const { connection, returnTo } = answer;
      return context.html(
        page({
          outcome: 'connected',
          title: 'Connected',
          sentence: 'You can close this window.',
          returnTo,
          connectorId: connection.connectorId,
          connectionId: connection.id,
        }),
      );
    });

  async function finish(context: Context) {
    const principal: Principal | null = await cookies.principalOf(context);
    if (principal === null) throw new AppError('identity.sign-in-required');
    const { signal } = context.req.raw;
    const parameters = new URL(context.req.url).searchParams;
    const finished = await connections.finishSignIn(principal, parameters, cookies.existingBrowserToken(context) ?? '', signal);
    // The person is connected, whatever becomes of this listing: its trace tells, and the page can read it again.
    await catalog.refresh(principal, await registry.get(finished.connection.connectorId), signal).catch(() => {});
    return finished;
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

type Page = {
  readonly outcome: 'connected' | 'failed';
  readonly title: string;
  readonly sentence: string;
  readonly code?: string;
  readonly returnTo: string;
  readonly connectorId?: string;
  readonly connectionId?: string;
};

function page({ outcome, title, sentence, code, returnTo, connectorId = '', connectionId = '' }: Page) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Patchbay</title>
        <style>${raw(style)}</style>
      </head>
      <body data-outcome="${outcome}" data-return-to="${returnTo}" data-connector-id="${connectorId}" data-connection-id="${connectionId}" data-message="${sentence}">
        <main>
          <h1>${title}</h1>
          <p>${sentence}</p>
          ${code === undefined ? '' : html`<p><code>${code}</code></p>`}
          <p><a href="${returnTo}">Back to Patchbay</a></p>
        </main>
        <script src="/connector_platform_oauth_redirect/return.js"></script>
      </body>
    </html>`;
}
