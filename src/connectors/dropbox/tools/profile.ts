import { defineTool, profileOutput, z } from '../../../connector-kit/index.ts';
import { openDropbox } from '../api.ts';
import { reads, scopesFor } from '../hints.ts';

/** Who signed in. */
export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose Dropbox',
  description: 'Says whose Dropbox it is. Use it to know whose files these are.',
  scopes: scopesFor(),
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({}),
  output: profileOutput,
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, context) => {
    const { account } = await openDropbox(context);
    return { id: account.account_id, name: account.name.display_name, email: account.email };
  },
});
