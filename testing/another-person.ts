import { type ApiClient, createApiClient } from '../src/contract/client.ts';
import type { UserId } from '../src/domain/ids.ts';
import { createIdentity } from '../src/identity/identity.ts';
import { dataFiles } from '../src/process/data-folder.ts';
import { openStore } from '../src/store/store.ts';
import type { ComposedPatchbay } from './composed-patchbay.ts';
import { newId } from './servers/connections-harness.ts';

export type Person = {
  readonly headers: Readonly<Record<string, string>>;
  readonly api: ApiClient;
};

/** A member beside the owner, with an API key of their own. */
export async function addPerson({ dataFolder, request }: ComposedPatchbay, email: string): Promise<Person> {
  // The audit chain of a running server has one writer, so this is written elsewhere.
  const aside = await openStore({ kind: 'sqlite', file: ':memory:' });
  const store = await openStore({ kind: 'sqlite', file: dataFiles(dataFolder).database });
  try {
    const user = {
      id: newId<UserId>('user'),
      email,
      name: email,
      role: 'member' as const,
      passwordHash: null,
      createdAt: new Date().toISOString(),
    };
    await store.identities.insertUser(user);
    const identity = createIdentity({ store: store.identities, ledger: aside.ledger, clock: Date.now, newId, cliToken: newId('apiKey') });
    const principal = await identity.principalForUser(user.id);
    if (principal === null) throw new Error(`${email} is not there`);
    const { secret } = await identity.createApiKey(principal, 'test');
    const headers = { authorization: `Bearer ${secret}` };
    return { headers, api: createApiClient({ send: request, headers }) };
  } finally {
    await store.close();
    await aside.close();
  }
}
