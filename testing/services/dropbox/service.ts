import dropbox from '../../../src/connectors/dropbox/connector.ts';
import { type RunningService, type ServiceOptions, type ServiceRow, troubleAt } from '../service.ts';
import { people } from './company.ts';
import { startDropboxWithSignIn } from './signed-in.ts';

export const dropboxService: ServiceRow = { name: 'Dropbox', start };

async function start({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const { addresses, client, double, close } = await startDropboxWithSignIn({ redirectUri });
  return {
    connectors: [{ builtin: dropbox.id, name: dropbox.name, addresses }],
    client,
    people: people.map(({ email }) => email),
    trouble: troubleAt(double.gate),
    close,
  };
}
