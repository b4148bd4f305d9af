import { z } from '../../../connector-kit/index.ts';
import { readsOwn } from '../hints.ts';
import { defineListTool, filterOf } from '../list-tool.ts';
import { cycle, label, status, team, user } from '../shapes.ts';

const teamKey = z.string().optional().describe('The key of a team, such as ENG');
const ofTeam = ({ team: key }: { readonly team?: string | undefined }) => ({
  filter: filterOf({ team: key !== undefined && { key: { eqIgnoreCase: key } } }),
});

export const listTeams = defineListTool({
  name: 'list_teams',
  title: 'List teams',
  description: 'Lists the teams that the person can see, with their keys. Use it to find the team for a new issue or a filter.',
  marks: readsOwn,
  field: 'teams',
  filterType: 'TeamFilter',
  shape: team,
  filters: { query: z.string().optional().describe('A part of the name') },
  variables: ({ query }) => ({ filter: filterOf({ name: query !== undefined && { containsIgnoreCase: query } }) }),
  example: { title: 'Which teams are there?', input: {} },
});

export const listUsers = defineListTool({
  name: 'list_users',
  title: 'List people',
  description: 'Lists the people of the workspace. Use it to find the id of an assignee or lead.',
  marks: readsOwn,
  field: 'users',
  filterType: 'UserFilter',
  shape: user,
  filters: { query: z.string().optional().describe('A part of the name or e-mail address') },
  variables: ({ query }) => ({
    filter:
      query === undefined ? {} : { or: ['name', 'displayName', 'email'].map((field) => ({ [field]: { containsIgnoreCase: query } })) },
  }),
  example: { title: 'Who is Grace?', input: { query: 'grace' } },
});

export const listIssueStatuses = defineListTool({
  name: 'list_issue_statuses',
  title: 'List statuses of issues',
  description: 'Lists the statuses that issues can have, by team. Use it to find the id of a status before changing one.',
  marks: readsOwn,
  field: 'workflowStates',
  filterType: 'WorkflowStateFilter',
  shape: status,
  filters: { team: teamKey },
  variables: ofTeam,
  example: { title: 'Of one team', input: { team: 'ENG' } },
});

export const listIssueLabels = defineListTool({
  name: 'list_issue_labels',
  title: 'List labels of issues',
  description: 'Lists the labels of the workspace or of a team. Use it to find the id of a label.',
  marks: readsOwn,
  field: 'issueLabels',
  filterType: 'IssueLabelFilter',
  shape: label,
  filters: { team: teamKey, query: z.string().optional().describe('A part of the name') },
  variables: ({ team: key, query }) => ({
    filter: filterOf({
      team: key !== undefined && { key: { eqIgnoreCase: key } },
      name: query !== undefined && { containsIgnoreCase: query },
    }),
  }),
  example: { title: 'Which labels are there?', input: {} },
});

export const listCycles = defineListTool({
  name: 'list_cycles',
  title: 'List cycles',
  description: 'Lists the cycles of a team with their dates. Use it to find the current cycle, or the one an issue should go into.',
  marks: readsOwn,
  field: 'cycles',
  filterType: 'CycleFilter',
  shape: cycle,
  filters: { team: teamKey, active: z.boolean().default(false).describe('Only those that run now') },
  variables: ({ team: key, active }) => ({
    filter: filterOf({ team: key !== undefined && { key: { eqIgnoreCase: key } }, isActive: active && { eq: true } }),
  }),
  example: { title: 'What runs now?', input: { team: 'ENG', active: true } },
});
