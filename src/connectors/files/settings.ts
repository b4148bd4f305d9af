import { isAbsolute } from 'node:path';
import { z } from '../../connector-kit/index.ts';

/** What the owner says when adding the connector. */
export const filesSettings = z.object({
  folders: z
    .array(z.string().refine(isAbsolute, 'a folder is a whole path, such as /home/ada/notes'))
    .min(1)
    .describe('Folders that the tools may see, as whole paths. Nothing outside of them can be reached.'),
});
export type FilesSettings = z.output<typeof filesSettings>;
