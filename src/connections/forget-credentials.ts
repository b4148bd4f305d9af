import type { ConnectorId } from '../domain/ids.ts';
import type { ConnectionStore } from '../store/connections.ts';

const maxTries = 10;

/** Everybody signs in again: what was entered for one place is never sent to another. */
export async function forgetCredentials(
  connections: Pick<ConnectionStore, 'listForConnector' | 'credentials' | 'replaceCredentials' | 'update'>,
  connectorId: ConnectorId,
): Promise<void> {
  for (const { id } of await connections.listForConnector(connectorId)) {
    // A refresh that runs meanwhile writes too.
    for (let tries = 0; tries < maxTries; tries += 1) {
      const stored = await connections.credentials(id);
      if (stored === null || (await connections.replaceCredentials(id, { sealed: null, version: stored.version }))) break;
    }
    await connections.update(id, {
      status: 'Needs sign-in',
      statusDetail: 'How one signs in to this connector has changed.',
      scopes: [],
      expiresAt: null,
    });
  }
}
