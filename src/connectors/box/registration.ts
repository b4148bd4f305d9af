import type { OAuth2Registration } from '../../connector-kit/index.ts';

/** https://developer.box.com/guides/authentication/oauth2/oauth2-setup */
export const registration: OAuth2Registration = {
  at: 'Box',
  documentation: 'https://developer.box.com/guides/authentication/oauth2/oauth2-setup',
  called: {
    root_readonly: 'Read all files and folders stored in Box',
    root_readwrite: 'Write all files and folders stored in Box',
  },
  steps: [
    {
      says: 'In the [Developer Console](https://app.box.com/developers/console) press **Create Platform App** > **Custom App**. Choose **User Authentication (OAuth 2.0)**; that cannot be changed later.',
    },
    { says: '**Configuration** > OAuth 2.0 Redirect URIs: enter this address, exactly as it is.', shows: 'redirect-address' },
    { says: '**Configuration** > Application Scopes: tick these, and save.', shows: 'permissions' },
    { says: '**Configuration** > OAuth 2.0 Credentials: copy **Client ID** and **Client Secret**.' },
    {
      says: 'Where your company switches unpublished applications off, an administrator enables it by its client ID: Admin Console > Integrations > Platform Apps Manager > User Authentication Apps.',
    },
  ],
};
