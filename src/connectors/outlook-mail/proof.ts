import type { Proof } from '../../../testing/connectors/proof.ts';
import { microsoft } from '../../../testing/services/microsoft.ts';

export const proof: Proof = {
  service: microsoft,
  theirs: ['get_recent_emails', {}],
  chat: {
    attachedBy: 'more',
    answeredBy: 'model',
    read: {
      tool: 'fetch_message',
      words: 'What about the budget?',
      given: 'AAMkAD-budget',
      shows: 'Budget 2027: Größe der Linsen 日本 🎉',
    },
    write: { tool: 'send_email', words: 'Tell Mira that they came.', given: 'The lenses are here 🎉', shows: 'sent\nyes' },
  },
};
