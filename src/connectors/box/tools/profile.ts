import { defineTool, type Http, profileOutput, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { reads } from '../hints.ts';

const boxUser = z.object({
  id: z.string(),
  name: z.string().nullish(),
  login: z.string().nullish(),
  enterprise: z.object({ name: z.string().nullish() }).nullish(),
});

/** Of both tools: who is signed in (https://developer.box.com/reference/get-users-me). */
const about = {
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({}),
  output: profileOutput.extend({ company: z.string().nullable() }),
  run: async (_input: {}, { http }: { readonly http: Http }) => {
    const { id, name, login, enterprise } = await boxHttp(http).read(boxUser, '/users/me', { query: { fields: 'name,login,enterprise' } });
    return { id, name: name ?? login ?? '', ...(login ? { email: login } : {}), company: enterprise?.name ?? null };
  },
};

export const getProfile = defineTool({
  ...about,
  name: 'get_profile',
  title: 'Whose Box',
  description: 'Says whose Box account it is. Use it to know whose files these are.',
  examples: [{ title: 'Who am I?', input: {} }],
});

/** Box's own name for it. */
export const whoAmI = defineTool({
  ...about,
  name: 'who_am_i',
  title: 'Who am I in Box',
  description: 'Says who is signed in to Box, and of which company. Use it as get_profile; both are the same.',
  examples: [{ title: 'Who am I?', input: {} }],
});
