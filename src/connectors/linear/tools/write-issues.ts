import { defineTool, z } from '../../../connector-kit/index.ts';
import { changes, creates } from '../hints.ts';
import { ask } from '../query.ts';
import { issue, label } from '../shapes.ts';

const fields = {
  description: z.string().max(200_000).optional().describe('Markdown'),
  assigneeId: z.string().nullable().optional().describe('null: nobody'),
  stateId: z.string().optional().describe('The id of a status'),
  priority: z.int().min(0).max(4).optional().describe('0 none, 1 urgent, 2 high, 3 medium, 4 low'),
  labelIds: z.array(z.string()).optional().describe('All labels; those left out are taken off'),
  projectId: z.string().nullable().optional(),
  cycleId: z.string().nullable().optional(),
  parentId: z.string().nullable().optional(),
  dueDate: z.iso.date().nullable().optional(),
  estimate: z.int().min(0).nullable().optional(),
};
const written = z.object({ done: z.object({ issue: issue.entry }) });

export const createIssue = defineTool({
  name: 'create_issue',
  title: 'Create an issue',
  description: 'Creates an issue in a team. Use it when the person wants work noted; list_teams gives the id of the team.',
  scopes: ['read', 'issues:create'],
  ...creates,
  input: z.object({ teamId: z.string().min(1), title: z.string().min(1).max(500), ...fields }),
  output: z.object({ issue: issue.entry }),
  examples: [{ title: 'A bug', input: { teamId: '00000000-0000-4000-8000-000000000011', title: 'Größe 日本 🎉 is cut', priority: 2 } }],
  run: async (input, { http }) => {
    const document = `mutation create_issue($input: IssueCreateInput!) { done: issueCreate(input: $input) { issue { ${issue.fields} } } }`;
    const { done } = await ask(http, written, { document, variables: { input } });
    return done;
  },
});

export const updateIssue = defineTool({
  name: 'update_issue',
  title: 'Change an issue',
  description: 'Changes fields of an issue; what is left out stays. Use it to assign it, move it to another status, or rewrite it.',
  scopes: ['read', 'write'],
  ...changes,
  input: z.object({ id: z.string().min(1).describe('Such as ENG-12, or an id'), title: z.string().min(1).max(500).optional(), ...fields }),
  output: z.object({ issue: issue.entry }),
  examples: [{ title: 'Nobody does it now', input: { id: 'ENG-3', assigneeId: null } }],
  run: async ({ id, ...input }, { http }) => {
    const document = `mutation update_issue($id: String!, $input: IssueUpdateInput!) {
      done: issueUpdate(id: $id, input: $input) { issue { ${issue.fields} } } }`;
    const { done } = await ask(http, written, { document, variables: { id, input } });
    return done;
  },
});

const labelled = z.object({ issueLabelCreate: z.object({ issueLabel: label.entry }) });

export const createIssueLabel = defineTool({
  name: 'create_issue_label',
  title: 'Create a label',
  description: 'Creates a label for the workspace or one team. Use it when no label that exists fits.',
  scopes: ['read', 'write'],
  ...creates,
  input: z.object({
    name: z.string().min(1),
    color: z
      .string()
      .regex(/^#[0-9A-Fa-f]{6}$/)
      .optional()
      .describe('Such as #4cb782'),
    description: z.string().optional(),
    teamId: z.string().optional().describe('Left out: for the whole workspace'),
  }),
  output: z.object({ label: label.entry }),
  examples: [{ title: 'For everybody', input: { name: 'Optics', color: '#4cb782' } }],
  run: async (input, { http }) => {
    const document = `mutation create_issue_label($input: IssueLabelCreateInput!) {
      issueLabelCreate(input: $input) { issueLabel { ${label.fields} } } }`;
    const { issueLabelCreate } = await ask(http, labelled, { document, variables: { input } });
    return { label: issueLabelCreate.issueLabel };
  },
});
