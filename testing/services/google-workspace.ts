import gmail from '../../src/connectors/gmail/connector.ts';
import googleCalendar from '../../src/connectors/google-calendar/connector.ts';
import googleDrive from '../../src/connectors/google-drive/connector.ts';
import { createGate } from './gate.ts';
import { startGoogleCalendar } from './google-calendar.ts';
import { startGoogleDrive } from './google-drive/drive.ts';
import { googleClient, googleScopesOf, googleSignIn, startGoogle } from './google.ts';
import { type RunningService, type ServiceOptions, type ServiceRow, troubleAt } from './service.ts';

export const googleWorkspace: ServiceRow = { name: 'Google', start };

/** Gmail, Drive and Calendar behind one sign-in. */
async function start({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const gate = createGate();
  const moreScopes = [gmail, googleDrive, googleCalendar].flatMap(googleScopesOf);
  const google = await startGoogle({ gate, redirectUri, moreScopes });
  const [drive, calendar] = await Promise.all([startGoogleDrive({ gate }), startGoogleCalendar({ gate })]);
  const at = { [gmail.id]: google.url, [googleDrive.id]: drive.url, [googleCalendar.id]: calendar.url };
  return {
    connectors: [gmail, googleDrive, googleCalendar].map(({ id, name }) => ({
      builtin: id,
      name,
      addresses: { ...googleSignIn(google), baseUrl: at[id] ?? google.url },
    })),
    client: googleClient,
    people: ['ada@halden.example', 'ben@halden.example'],
    trouble: troubleAt(gate),
    close: async () => {
      await Promise.all([google.close(), drive.close(), calendar.close()]);
    },
  };
}
