import type { Connector, ConnectorAuth, OAuthSettings } from '../../src/domain/connector.ts';
import { type Harness, type SignInOptions, startHarness } from './connections-harness.ts';
import { browseEntra, type Entra, publicClientId, sentinelScope, startEntra } from './entra.ts';
import { playbookScope, type Sentinel, startSentinel } from './sentinel.ts';

export type SentinelHarness = Harness & {
  readonly entra: Entra;
  readonly sentinel: Sentinel;
  readonly clock: () => number;
  passTime(milliseconds: number): void;
  /** A connector of Sentinel, registered as its documentation says but for what differs. */
  addSentinel(change?: Partial<OAuthSettings>): Promise<Connector>;
};

/** Connections with Microsoft Sentinel and the Entra that guards it, all by one clock that stands where it is put. */
export async function startSentinelHarness(): Promise<SentinelHarness> {
  let now = Date.now();
  const clock = () => now;
  const entra = await startEntra({ clock, moreScopes: [playbookScope] });
  const sentinel = await startSentinel({ entra });
  const harness = await startHarness({ clock });
  return {
    ...harness,
    entra,
    sentinel,
    clock,
    passTime: (milliseconds) => {
      now += milliseconds;
    },
    addSentinel: (change) => harness.addConnector({ origin: sentinel.url, auth: sentinelAuth(change) }),
    signIn: (connector, options: SignInOptions = {}) => harness.signIn(connector, { browse: browseEntra(), ...options }),
    close: async () => {
      await harness.close();
      await sentinel.close();
      await entra.close();
    },
  };
}

export const sentinelAuth = (change: Partial<OAuthSettings> = {}, kind: 'oauth' | 'mixed' = 'oauth'): ConnectorAuth => ({
  kind,
  oauth: {
    registration: 'static',
    clientId: publicClientId,
    hasClientSecret: false,
    scopes: [sentinelScope],
    omitResource: true,
    ...change,
  },
});

/** Calls of Sentinel's tools: one that its scope allows, and one that asks for more. */
export const queryLake = { name: 'query_lake', input: { query: 'SigninLogs' } };
export const runPlaybook = { name: 'run_playbook', input: { name: 'isolate' }, annotations: {} };
