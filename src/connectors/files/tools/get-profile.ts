import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { defineTool, profileOutput, z } from '../../../connector-kit/index.ts';
import { explained, openDirectory } from '../beneath.ts';
import { reads } from '../hints.ts';
import { namedFolders } from '../places.ts';
import { filesSettings } from '../settings.ts';

/** Whose files these are: this machine's, in the folders that the owner allowed. */
export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Which machine and folders',
  description: 'Says which machine and which folders the file tools act on. Use it to tell the person where an answer comes from.',
  scopes: [],
  ...reads,
  labels: { reads: 'private', untrusted: false, sends: 'none' },
  input: z.object({}),
  output: profileOutput.extend({ folders: z.array(z.string()) }),
  examples: [{ title: 'Where do the files lie?', input: {} }],
  settings: filesSettings,
  run: async (_input, { settings }) => {
    const folders = namedFolders(settings);
    for (const folder of folders) {
      const place = { folder, parts: [] };
      const directory = await openDirectory(place);
      await explained(place, readdir(directory.self)).finally(() => directory.close());
    }
    return { id: hostname(), name: `Files on ${hostname()}`, folders: folders.map(({ name }) => name) };
  },
});
