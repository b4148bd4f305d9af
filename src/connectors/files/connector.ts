import { defineConnector, drawIcon, none } from '../../connector-kit/index.ts';
import { filesSettings } from './settings.ts';
import { editFile } from './tools/edit-file.ts';
import { fetch } from './tools/fetch.ts';
import { fileInfo } from './tools/file-info.ts';
import { getProfile } from './tools/get-profile.ts';
import { listDirectory } from './tools/list-directory.ts';
import { moveFile } from './tools/move-file.ts';
import { readFile } from './tools/read-file.ts';
import { search } from './tools/search.ts';
import { searchFiles } from './tools/search-files.ts';
import { writeFile } from './tools/write-file.ts';

export default defineConnector({
  id: 'files',
  name: 'Files',
  description: 'Files in folders of this machine: list, search and read; write where that is switched on.',
  icon: drawIcon('folder', '#6b645a'),
  reachesHost: true,
  auth: none(),
  instructions:
    'Files of folders that the owner allowed. A path begins with the name of a folder; list_directory without a path shows the names. search_files finds by name or by what a line holds; read_file reads text, PDF, Word, Excel, PowerPoint and HTML.',
  settings: filesSettings,
  tools: [getProfile, listDirectory, searchFiles, readFile, fileInfo, search, fetch, writeFile, editFile, moveFile],
});
