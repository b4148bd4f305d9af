import type { Endpoints } from '../../src/connector-kit/index.ts';
import box from '../../src/connectors/box/connector.ts';
import dropbox from '../../src/connectors/dropbox/connector.ts';
import gmail from '../../src/connectors/gmail/connector.ts';
import googleCalendar from '../../src/connectors/google-calendar/connector.ts';
import googleDrive from '../../src/connectors/google-drive/connector.ts';
import outlookCalendar from '../../src/connectors/outlook-calendar/connector.ts';
import outlookMail from '../../src/connectors/outlook-mail/connector.ts';
import sharepoint from '../../src/connectors/sharepoint/connector.ts';
import teams from '../../src/connectors/teams/connector.ts';
import { confidentialClient, startEntra } from '../servers/entra.ts';
import { startBox } from './box/box.ts';
import { people as boxPeople } from './box/company.ts';
import { boxClient } from './box/sign-in.ts';
import { people as dropboxPeople } from './dropbox/company.ts';
import { startDropboxWithSignIn } from './dropbox/signed-in.ts';
import { createGate, type Gate } from './gate.ts';
import { startGoogleCalendar } from './google-calendar.ts';
import { startGoogleDrive } from './google-drive/drive.ts';
import { googleClient, startGoogle } from './google.ts';
import { startGraph } from './graph/graph.ts';
import type { PersonName } from './graph/people.ts';
import { type Judgement, startJudgedBox, startJudgedGraph } from './judged.ts';
import { ownSchema } from './linear/own-schema.ts';
import { startLinear } from './linear/linear.ts';
import { startSignIn } from './sign-in.ts';

/** What a service may have to be told to do. */
export type Trouble = {
  /** Answered in order before anything is looked at. */
  readonly faults: Pick<Response[], 'push'>;
  /** Requests that came, but for those of signing in. */
  seen(): number;
  expireAccessTokens(): void;
};
const troubleAt = ({ faults, seen, tokens }: Gate): Trouble => ({
  faults,
  seen: () => seen.length,
  expireAccessTokens: () => tokens.expireAccessTokens(),
});

/** A double that runs: which ready-made connectors it answers for, and how one signs in to it. */
export type RunningService = {
  readonly connectors: readonly {
    readonly builtin: string;
    readonly name: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Other addresses than the vendor's, as `services:` of patchbay.yaml takes them. */
    readonly addresses: Endpoints;
  }[];
  readonly client: { readonly id: string; readonly secret: string };
  /** Whom one may choose on its sign-in page. */
  readonly people: readonly string[];
  /** What the vendor's description has against what was said, where it judges. */
  readonly judgement?: Judgement;
  readonly trouble: Trouble;
  close(): Promise<void>;
};

export type ServiceOptions = {
  readonly redirectUri: string;
  /** The vendor's own description judges requests and answers as they pass, where Prism can. */
  readonly judged?: boolean;
};
export type ServiceRow = { readonly name: string; readonly start: (options: ServiceOptions) => Promise<RunningService> };

/** The services that can be had without an account anywhere: one row each. */
export const serviceRows: readonly ServiceRow[] = [
  { name: 'Linear', start: startLinearService },
  { name: 'Microsoft 365', start: startMicrosoft },
  { name: 'Google', start: startGoogleServices },
  { name: 'Dropbox', start: startDropboxService },
  { name: 'Box', start: startBoxService },
];

const microsoftConnectors = [outlookMail, outlookCalendar, teams, sharepoint] as const;

/** Who of Halden Optics somebody is that signs in to Entra's double. */
const atHalden: ReadonlyMap<string, PersonName> = new Map([
  ['analyst@contoso.com', 'mira'],
  ['admin@contoso.com', 'jonas'],
]);

/** Graph behind Entra's double. */
async function startMicrosoft({ redirectUri, judged = false }: ServiceOptions): Promise<RunningService> {
  const scopes = microsoftConnectors.flatMap(({ auth }) => Object.keys(auth.kind === 'oauth2' ? auth.scopes : {}));
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
    connectors: microsoftConnectors.map(({ id, name }) => ({ builtin: id, name, addresses })),
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

async function startLinearService({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const client = { id: 'linear-demo', secret: 'linear-demo-secret' };
  const scopes = ['read', 'write', 'issues:create', 'comments:create'];
  const gate = createGate();
  const people = [
    { email: 'grace@halden.example', name: 'Grace Ågren' },
    { email: 'ben@halden.example', name: 'Ben 田中' },
  ];
  const app = { client_id: client.id, client_secret: client.secret, name: 'Patchbay', redirect_uris: [redirectUri], scopes, actor: 'user' };
  const signIn = await startSignIn({ vendor: 'linear', gate, scopes, seed: { linear: { users: people, oauth_apps: [app] } } });
  const service = await startLinear({ sdl: ownSchema, gate, before: (request) => signIn.answer(request) });
  return {
    connectors: [
      {
        builtin: 'linear',
        name: 'Linear',
        addresses: {
          baseUrl: service.url,
          authorizationUrl: `${service.url}/oauth/authorize`,
          tokenUrl: `${service.url}/oauth/token`,
          revocationUrl: `${service.url}/oauth/revoke`,
        },
      },
    ],
    client,
    people: people.map(({ email }) => email),
    trouble: troubleAt(gate),
    close: async () => {
      await service.close();
      await signIn.close();
    },
  };
}

/** Gmail, Drive and Calendar behind one sign-in. */
async function startGoogleServices({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const gate = createGate();
  const moreScopes = [gmail, googleDrive, googleCalendar].flatMap(({ auth }) => (auth.kind === 'oauth2' ? Object.keys(auth.scopes) : []));
  const google = await startGoogle({ gate, redirectUri, moreScopes });
  const [drive, calendar] = await Promise.all([startGoogleDrive({ gate }), startGoogleCalendar({ gate })]);
  const addresses = {
    authorizationUrl: `${google.url}/o/oauth2/v2/auth`,
    tokenUrl: `${google.url}/oauth2/token`,
    revocationUrl: `${google.url}/oauth2/revoke`,
  };
  const at = { [gmail.id]: google.url, [googleDrive.id]: drive.url, [googleCalendar.id]: calendar.url };
  return {
    connectors: [gmail, googleDrive, googleCalendar].map(({ id, name }) => ({
      builtin: id,
      name,
      addresses: { ...addresses, baseUrl: at[id] ?? google.url },
    })),
    client: googleClient,
    people: ['ada@halden.example', 'ben@halden.example'],
    trouble: troubleAt(gate),
    close: async () => {
      await Promise.all([google.close(), drive.close(), calendar.close()]);
    },
  };
}

async function startDropboxService({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const { addresses, client, double, close } = await startDropboxWithSignIn({ redirectUri });
  return {
    connectors: [{ builtin: dropbox.id, name: dropbox.name, addresses }],
    client,
    people: dropboxPeople.map(({ email }) => email),
    trouble: troubleAt(double.gate),
    close,
  };
}

async function startBoxService({ redirectUri, judged = false }: ServiceOptions): Promise<RunningService> {
  const service = await startBox({ redirectUri });
  const judge = judged ? await startJudgedBox(service) : null;
  return {
    connectors: [
      {
        builtin: box.id,
        name: box.name,
        addresses: {
          baseUrl: `${(judge ?? service).url}/2.0`,
          otherOrigins: [(judge ?? service).uploadUrl],
          authorizationUrl: `${service.url}/api/oauth2/authorize`,
          tokenUrl: `${service.url}/oauth2/token`,
          revocationUrl: `${service.url}/oauth2/revoke`,
        },
      },
    ],
    client: boxClient,
    people: boxPeople.map(({ login }) => login),
    trouble: troubleAt(service.gate),
    ...(judge === null ? {} : { judgement: judge.judgement }),
    close: async () => {
      await judge?.close();
      await service.close();
    },
  };
}
