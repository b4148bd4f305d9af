import outlookCalendar from '../../src/connectors/outlook-calendar/connector.ts';
import outlookMail from '../../src/connectors/outlook-mail/connector.ts';
import sharepoint from '../../src/connectors/sharepoint/connector.ts';
import teams from '../../src/connectors/teams/connector.ts';
import { confidentialClient, startEntra } from '../servers/entra.ts';
import { startGraph } from './graph/graph.ts';
import type { PersonName } from './graph/people.ts';
import { startJudgedGraph } from './judged.ts';
import type { RunningService, ServiceOptions, ServiceRow } from './service.ts';

export const microsoft: ServiceRow = { name: 'Microsoft 365', start };

const connectors = [outlookMail, outlookCalendar, teams, sharepoint] as const;

/** Who of Halden Optics somebody is that signs in to Entra's double. */
const atHalden: ReadonlyMap<string, PersonName> = new Map([
  ['analyst@contoso.com', 'mira'],
  ['admin@contoso.com', 'jonas'],
]);

/** Graph behind Entra's double. */
async function start({ redirectUri, judged = false }: ServiceOptions): Promise<RunningService> {
  const scopes = connectors.flatMap(({ auth }) => Object.keys(auth.kind === 'oauth2' ? auth.scopes : {}));
  const entra = await startEntra({ redirectUris: [redirectUri], moreScopes: scopes });
  const graph = await startGraph({
    judge: (token) => {
      const state = entra.tokens.judge(token);
      const person = atHalden.get(entra.holderOf(token) ?? '');
      return state.kind === 'valid' && person !== undefined ? { person, scopes: state.scopes } : null;
    },
  });
  const judge = judged ? await startJudgedGraph(graph) : null;
  const addresses = {
    baseUrl: `${(judge ?? graph).url}/v1.0`,
    authorizationUrl: `${entra.url}/oauth2/v2.0/authorize`,
    tokenUrl: `${entra.url}/oauth2/v2.0/token`,
  };
  return {
    connectors: connectors.map(({ id, name }) => ({ builtin: id, name, addresses })),
    client: confidentialClient,
    people: [...atHalden.keys()],
    trouble: { faults: graph.faults, seen: () => graph.seen.length, expireAccessTokens: () => entra.tokens.expireAccessTokens() },
    ...(judge === null ? {} : { judgement: judge.judgement }),
    close: async () => {
      await judge?.close();
      await graph.close();
      await entra.close();
    },
  };
}
