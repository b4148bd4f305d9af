import type { Proof } from '../../../testing/connectors/proof.ts';
import { googleWorkspace } from '../../../testing/services/google-workspace.ts';

export const proof: Proof = {
  service: googleWorkspace,
  theirs: ['get_recent_emails', {}],
  chat: {
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'read_email', words: 'Read the order.', given: 'msg_order', shows: 'Lenses — Größe 日本 🎉' },
    write: { tool: 'draft_email', words: 'Draft a mail to Ben.', given: 'ben@halden.example', shows: 'message.id\n' },
  },
};
