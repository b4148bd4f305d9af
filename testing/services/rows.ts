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
import { createGate } from './gate.ts';
import { startGoogleCalendar } from './google-calendar.ts';
import { startGoogleDrive } from './google-drive/drive.ts';
import { googleClient, startGoogle } from './google.ts';
import { startGraph } from './graph/graph.ts';
import { type Judgement, startJudgedBox, startJudgedGraph } from './judged.ts';
import { ownSchema } from './linear/own-schema.ts';
import { startLinear } from './linear/linear.ts';
import { startSignIn } from './sign-in.ts';

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

/** Graph behind Entra's double; whoever signs in is Mira Tanaka of Halden Optics. */
async function startMicrosoft({ redirectUri, judged = false }: ServiceOptions): Promise<RunningService> {
  const scopes = microsoftConnectors.flatMap(({ auth }) => Object.keys(auth.kind === 'oauth2' ? auth.scopes : {}));
  const entra = await startEntra({ redirectUris: [redirectUri], moreScopes: scopes });
  const graph = await startGraph({
    judge: (token) => {
      const state = entra.tokens.judge(token);
      return state.kind === 'valid' ? { person: 'mira', scopes: state.scopes } : null;
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
    people: ['analyst@contoso.com'],
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
    close: async () => {
      await Promise.all([google.close(), drive.close(), calendar.close()]);
    },
  };
}

async function startDropboxService({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const { addresses, client, close } = await startDropboxWithSignIn({ redirectUri });
  return {
    connectors: [{ builtin: dropbox.id, name: dropbox.name, addresses }],
    client,
    people: dropboxPeople.map(({ email }) => email),
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
    ...(judge === null ? {} : { judgement: judge.judgement }),
    close: async () => {
      await judge?.close();
      await service.close();
    },
  };
}
