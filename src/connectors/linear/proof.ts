import type { Proof } from '../../../testing/connectors/proof.ts';
import { linearService } from '../../../testing/services/linear/service.ts';

export const proof: Proof = {
  service: linearService,
  theirs: ['list_teams', {}],
  chat: {
    attachedBy: 'mention',
    answeredBy: 'router',
    read: { tool: 'get_issue', words: 'get issue ENG-1', given: 'ENG-1', shows: 'Größe 日本 🎉' },
    write: {
      tool: 'create_comment',
      words: 'create comment issueId="00000000-0000-4000-8000-000000000101" body="Done 🎉"',
      given: 'Done 🎉',
      shows: 'Done 🎉',
    },
  },
};
