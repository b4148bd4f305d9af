import { defineTool, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { defineListTool, filterOf, whoFilter } from '../list-tool.ts';
import { ask } from '../query.ts';
import { issue, issueInFull } from '../shapes.ts';

export const listIssues = defineListTool({
  name: 'list_issues',
  title: 'List issues',
  description:
    'Lists issues, narrowed by team, assignee, status, project, label, cycle or time of change. Use it to see what is open or whose it is; search_issues finds by words.',
  field: 'issues',
  filterType: 'IssueFilter',
  moreArguments: { orderBy: 'PaginationOrderBy' },
  shape: issue,
  filters: {
    team: z.string().optional().describe('The key, such as ENG'),
    assignee: z.string().optional().describe('"me", or an e-mail address'),
    status: z.string().optional().describe('A name, such as In Progress'),
    statusType: z.enum(['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'duplicate']).optional(),
    projectId: z.string().optional(),
    cycleId: z.string().optional(),
    label: z.string().optional().describe('A name'),
    updatedSince: z.string().optional().describe('ISO 8601, or a duration back from now such as -P7D'),
    orderBy: z.enum(['createdAt', 'updatedAt']).default('updatedAt'),
  },
  variables: ({ team, assignee, status, statusType, projectId, cycleId, label, updatedSince, orderBy }) => ({
    more: { orderBy },
    filter: filterOf({
      team: team !== undefined && { key: { eqIgnoreCase: team } },
      assignee: assignee !== undefined && whoFilter(assignee),
      state: (status !== undefined || statusType !== undefined) && {
        ...filterOf({ name: status !== undefined && { eqIgnoreCase: status }, type: statusType !== undefined && { eq: statusType } }),
      },
      project: projectId !== undefined && { id: { eq: projectId } },
      cycle: cycleId !== undefined && { id: { eq: cycleId } },
      labels: label !== undefined && { some: { name: { eqIgnoreCase: label } } },
      updatedAt: updatedSince !== undefined && { gte: updatedSince },
    }),
  }),
  example: { title: 'What is on my plate?', input: { assignee: 'me', statusType: 'started' } },
});

export const searchIssues = defineListTool({
  name: 'search_issues',
  title: 'Search issues',
  description:
    'Finds issues whose title, description or comments hold the words, the best first. Use it when you know what an issue is about, not its number.',
  field: 'searchIssues',
  filterType: 'IssueFilter',
  moreArguments: { term: 'String!', includeComments: 'Boolean' },
  shape: issue,
  filters: {
    query: z.string().min(1),
    team: z.string().optional().describe('The key, such as ENG'),
    includeComments: z.boolean().default(true),
  },
  variables: ({ query, team, includeComments }) => ({
    more: { term: query, includeComments },
    ...(team === undefined ? {} : { filter: { team: { key: { eqIgnoreCase: team } } } }),
  }),
  example: { title: 'Is there an issue about it?', input: { query: 'calibration' } },
});

const answer = z.object({ issue: issueInFull.entry });
const getDocument = `query get_issue($id: String!) { issue(id: $id) { ${issueInFull.fields} } }`;

export const getIssue = defineTool({
  name: 'get_issue',
  title: 'Get an issue',
  description:
    'Gives one issue with its description, sub-issues, links and branch name. Use it when you know the issue; list_comments gives what was said.',
  ...reads,
  input: z.object({ id: z.string().min(1).describe('Such as ENG-12, or an id') }),
  output: z.object({ issue: issueInFull.entry }),
  examples: [{ title: 'By its number', input: { id: 'ENG-1' } }],
  run: ({ id }, { http }) => ask(http, answer, { document: getDocument, variables: { id } }),
});
