import type { ConnectorId } from '../domain/ids.ts';
import type { ConnectorStore } from '../store/connectors.ts';
import type { Vault } from '../vault/vault.ts';
import type { ConnectorSecrets } from './registry.ts';

/** Opens the secrets of a connector's definition; empty when it has none. */
export async function readConnectorSecrets(
  { connectors, vault }: { readonly connectors: ConnectorStore; readonly vault: Vault },
  id: ConnectorId,
): Promise<ConnectorSecrets> {
  const sealed = await connectors.sealedSecrets(id);
  // The registry wrote it from parsed input.
  return sealed === null ? {} : (JSON.parse(vault.open(sealed, `connector:${id}`).reveal()) as ConnectorSecrets);
}
