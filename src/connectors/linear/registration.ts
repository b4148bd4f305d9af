import type { OAuth2Registration } from '../../connector-kit/index.ts';

/** https://linear.app/developers/oauth-2-0-authentication */
export const registration: OAuth2Registration = {
  at: 'Linear',
  documentation: 'https://linear.app/developers/oauth-2-0-authentication',
  steps: [
    {
      says: 'As an admin of the workspace, open [New OAuth application](https://linear.app/settings/api/applications/new) (Settings > API). Every admin there can see the application; Linear suggests a workspace of its own for it.',
    },
    { says: 'Give it a name and say who made it. Enter this address under **Callback URLs**.', shows: 'redirect-address' },
    {
      says: 'Leave **Public** off if only people of this workspace sign in; people of other workspaces need it on. Webhooks and client credentials stay off.',
    },
    {
      says: 'Nothing is to be ticked: Patchbay names the permissions when a person signs in, and Linear shows them.',
      shows: 'permissions',
    },
    { says: 'Press **Create** and copy **Client ID** and **Client secret**.' },
  ],
};
