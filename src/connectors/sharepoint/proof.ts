import type { Proof } from '../../../testing/connectors/proof.ts';
import { microsoft } from '../../../testing/services/microsoft.ts';

export const proof: Proof = {
  service: microsoft,
  theirs: ['search', { query: 'plan' }],
  chat: {
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'Read the plan.', given: 'b!optics/plan', shows: 'Plan größe.html' },
    write: { tool: 'create_folder', words: 'Make a folder.', given: 'Angebote 2027', shows: 'Angebote 2027' },
  },
};
