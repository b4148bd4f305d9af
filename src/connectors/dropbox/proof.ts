import type { Proof } from '../../../testing/connectors/proof.ts';
import { dropboxService } from '../../../testing/services/dropbox/service.ts';

export const proof: Proof = {
  service: dropboxService,
  theirs: ['list_folder', {}],
  writeAsksFirst: true,
  chat: {
    attachedBy: 'more',
    answeredBy: 'router',
    read: {
      tool: 'get_file_metadata',
      words: 'get file metadata path="/Offers/Offer 12.html"',
      given: '/Offers/Offer 12.html',
      shows: 'Offer 12.html',
    },
    write: { tool: 'create_folder', words: 'create folder path="/Offers/2027 🎉"', given: '/Offers/2027 🎉', shows: '2027 🎉' },
  },
};
