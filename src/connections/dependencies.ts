import type { BuiltinConnectors, Connect } from '../domain/builtin.ts';
import type { Clock, NewId } from '../domain/ids.ts';
import type { McpSources } from '../mcp/client/sources.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

/** What connections are built from. */
export type ConnectionsDependencies = {
  readonly store: Pick<Store, 'connectors' | 'connections' | 'tools' | 'oauth' | 'leases' | 'traces' | 'ledger'>;
  readonly vault: Vault;
  /** Guarded: it reaches nothing private. */
  readonly fetch: typeof globalThis.fetch;
  /** Guarded as well. */
  readonly connect: Connect;
  readonly sources: McpSources;
  readonly builtins: BuiltinConnectors;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly publicUrl: string;
  /** Where our client ID metadata document lies, if not under publicUrl. */
  readonly clientMetadataUrl?: string;
};

/** Randomness may be left out: then it is the system's. So may connectors that come with the program, and their sockets: then there are none. */
export type ConnectionsOptions = Omit<ConnectionsDependencies, 'random' | 'builtins' | 'connect'> &
  Partial<Pick<ConnectionsDependencies, 'random' | 'builtins' | 'connect'>>;
