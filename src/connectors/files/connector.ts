import { defineConnector, none } from '../../connector-kit/index.ts';
import { filesSettings } from './settings.ts';
import { getProfile } from './tools/get-profile.ts';
import { listDirectory } from './tools/list-directory.ts';
import { readFile } from './tools/read-file.ts';
import { writeFile } from './tools/write-file.ts';

export default defineConnector({
  id: 'files',
  name: 'Files',
  description: 'Files in folders of this machine: list, search and read them; write, edit and move them where that is switched on.',
  reachesHost: true,
  auth: none(),
  instructions:
    'Files of folders that the owner allowed. A path begins with the name of a folder; list_directory without a path shows the names.',
  settings: filesSettings,
  tools: [getProfile, listDirectory, readFile, writeFile],
});
