import type { Proof } from '../../../testing/connectors/proof.ts';
import { boxService } from '../../../testing/services/box/service.ts';

export const proof: Proof = {
  service: boxService,
  theirs: ['list_folder_items', {}],
  chat: {
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'get_file_details', words: 'Whose handbook is it?', given: '2001', shows: 'Handbook — Größe 日本 🎉.html' },
    write: { tool: 'create_folder', words: 'Make a folder.', given: 'Angebote 2027 🎉', shows: 'Angebote 2027 🎉' },
  },
};
