import type { OAuth2Registration } from '../../connector-kit/index.ts';

/** https://developers.dropbox.com/oauth-guide */
export const registration: OAuth2Registration = {
  at: 'Dropbox',
  documentation: 'https://developers.dropbox.com/oauth-guide',
  steps: [
    {
      says: 'In the [App Console](https://www.dropbox.com/developers/apps) press **Create app**. API: **Scoped access**. Type of access: **Full Dropbox**; App folder would show one folder only. Give it a name.',
    },
    {
      says: '**Permissions**: tick these, and press **Submit**. What is not ticked here cannot be asked for; who signed in before signs in again.',
      shows: 'permissions',
    },
    { says: '**Settings** > OAuth 2 > **Redirect URIs**: add this address.', shows: 'redirect-address' },
    { says: '**Settings**: the **App key** is the client ID, the **App secret** (press Show) the client secret.' },
    {
      says: 'A new application takes only the account that made it. **Enable additional users** lets others in, **Apply for production** lifts that bound. In a team, an administrator may have to allow the application.',
    },
  ],
};
