import type { Proof } from '../../../testing/connectors/proof.ts';
import { googleWorkspace } from '../../../testing/services/google-workspace.ts';

export const proof: Proof = {
  service: googleWorkspace,
  theirs: ['search', { query: 'calibration' }],
  chat: {
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'Read the handbook.', given: 'doc-handbook', shows: 'Handbook — Größe 日本 🎉' },
    write: { tool: 'create_file', words: 'Write a plan.', given: 'Größe 日本 🎉', shows: 'Größe 日本 🎉' },
  },
};
