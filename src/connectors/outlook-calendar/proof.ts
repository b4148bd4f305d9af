import type { Proof } from '../../../testing/connectors/proof.ts';
import { microsoft } from '../../../testing/services/microsoft.ts';

export const proof: Proof = {
  service: microsoft,
  theirs: ['list_events', { timeMin: '2026-11-23T00:00:00Z', timeMax: '2026-11-28T00:00:00Z' }],
  chat: {
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch_event', words: 'When is the review?', given: 'Europe/Oslo', shows: 'Budget review 日本 🎉' },
    write: { tool: 'create_event', words: 'Plan a review.', given: 'Lens review 🎉', shows: 'Lens review 🎉' },
  },
};
