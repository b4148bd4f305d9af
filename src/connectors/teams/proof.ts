import type { Proof } from '../../../testing/connectors/proof.ts';
import { microsoft } from '../../../testing/services/microsoft.ts';

export const proof: Proof = {
  service: microsoft,
  theirs: ['list_joined_teams', {}],
  chat: {
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'What about the lens?', given: 'chat/19%3Alens%40thread.v2/lens-1', shows: 'Größe 日本.docx' },
    write: { tool: 'send_chat_message', words: 'Tell them.', given: 'The lenses are here 🎉', shows: 'id\n' },
  },
};
