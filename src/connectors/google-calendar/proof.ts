import type { Proof } from '../../../testing/connectors/proof.ts';
import { googleWorkspace } from '../../../testing/services/google-workspace.ts';

export const proof: Proof = {
  service: googleWorkspace,
  theirs: ['search_events', { timeMin: '2026-01-05T00:00:00+01:00', timeMax: '2026-01-06T23:00:00+01:00' }],
  chat: {
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'read_event', words: 'When is the kick-off?', given: 'kickoff', shows: 'Kick-off — Größe 日本 🎉' },
    write: { tool: 'create_event', words: 'Plan it.', given: 'Größe 日本 🎉', shows: 'Größe 日本 🎉' },
  },
};
