import { defineTool, profileOutput, z } from '../../../connector-kit/index.ts';
import { readsOwn } from '../hints.ts';
import { ask } from '../query.ts';

const answer = z.object({
  viewer: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    organization: z.object({ name: z.string(), urlKey: z.string() }),
  }),
});
const document = 'query get_profile { viewer { id name email organization { name urlKey } } }';

export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose account',
  description: 'Says who is signed in to Linear, and in which workspace. Use it to know whose issues these are.',
  ...readsOwn,
  input: z.object({}),
  output: profileOutput.extend({ workspace: z.string(), workspaceUrl: z.string() }),
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, { http }) => {
    const { viewer } = await ask(http, answer, { document });
    const { id, name, email, organization } = viewer;
    return { id, name, email, workspace: organization.name, workspaceUrl: `https://linear.app/${organization.urlKey}` };
  },
});
