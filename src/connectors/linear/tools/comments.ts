import { defineTool, z } from '../../../connector-kit/index.ts';
import { creates } from '../hints.ts';
import { defineListTool } from '../list-tool.ts';
import { ask } from '../query.ts';
import { comment } from '../shapes.ts';

export const listComments = defineListTool({
  name: 'list_comments',
  title: 'List comments',
  description: 'Lists the comments of an issue with who wrote them. Use it to read what was said about an issue.',
  field: 'comments',
  filterType: 'CommentFilter',
  shape: comment,
  filters: { issueId: z.string().min(1).describe('The id of an issue (not its number): `id` of list_issues or get_issue') },
  variables: ({ issueId }) => ({ filter: { issue: { id: { eq: issueId } } } }),
  example: { title: 'What was said?', input: { issueId: '00000000-0000-4000-8000-000000000101' } },
});

const answer = z.object({ commentCreate: z.object({ comment: comment.entry }) });
const document = `mutation create_comment($input: CommentCreateInput!) { commentCreate(input: $input) { comment { ${comment.fields} } } }`;

export const createComment = defineTool({
  name: 'create_comment',
  title: 'Comment on an issue',
  description: 'Writes a comment on an issue, or a reply to one. Use it to tell those who follow the issue something.',
  scopes: ['read', 'comments:create'],
  ...creates,
  input: z.object({
    issueId: z.string().min(1).describe('Such as ENG-12, or an id'),
    body: z.string().min(1).max(50_000).describe('Markdown'),
    parentId: z.string().optional().describe('The comment that this answers'),
  }),
  output: z.object({ comment: comment.entry }),
  examples: [{ title: 'Say that it is done', input: { issueId: '00000000-0000-4000-8000-000000000101', body: 'Done 🎉' } }],
  run: async (input, { http }) => {
    const { commentCreate } = await ask(http, answer, { document, variables: { input } });
    return { comment: commentCreate.comment };
  },
});
