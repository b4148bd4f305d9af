import type { Endpoints } from '../../src/connector-kit/index.ts';
import type { Gate } from './gate.ts';
import type { Judgement } from './judged.ts';

/** What a service may have to be told to do. */
export type Trouble = {
  /** Answered in order before anything is looked at. */
  readonly faults: Pick<Response[], 'push'>;
  /** Requests that came, but for those of signing in. */
  seen(): number;
  expireAccessTokens(): void;
};
export const troubleAt = ({ faults, seen, tokens }: Gate): Trouble => ({
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
/** A service that can be had without an account anywhere. */
export type ServiceRow = { readonly name: string; readonly start: (options: ServiceOptions) => Promise<RunningService> };
