import { isAbsolute } from 'node:path';
import { z } from '../../connector-kit/index.ts';

/** What the owner says when adding the connector. */
export const filesSettings = z.object({
  folders: z
    .array(z.string().refine(isAbsolute, 'a folder is a whole path, such as /home/ada/notes').meta({ title: 'Folder' }))
    .min(1)
    .meta({ title: 'Folders' })
    .describe('As whole paths. The tools see what is in them, and nothing else can be reached.'),
});
export type FilesSettings = z.output<typeof filesSettings>;
