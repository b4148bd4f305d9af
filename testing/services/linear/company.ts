/** Anything that Linear holds, by the names of its GraphQL fields. */
export type Entity = { readonly __typename: string; id: string; [field: string]: unknown };

type NewEntity = { readonly __typename: string; [field: string]: unknown };

export type Company = { readonly [Kind in Kinds]: Entity[] } & { readonly organization: Entity };
type Kinds =
  | 'users'
  | 'teams'
  | 'workflowStates'
  | 'issueLabels'
  | 'cycles'
  | 'projects'
  | 'projectStatuses'
  | 'issues'
  | 'comments'
  | 'documents';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const url = (rest: string) => `https://linear.app/halden/${rest}`;

/** Halden Optics in Linear: Grace sees everything, Ben does not see the private team. */
export function createCompany(): Company {
  const organization: Entity = { __typename: 'Organization', id: uuid(1), name: 'Halden Optics', urlKey: 'halden' };
  const user = (number: number, name: string, admin: boolean): Entity => {
    const first = name.split(' ')[0]?.toLowerCase() ?? '';
    return {
      __typename: 'User',
      id: uuid(number),
      name,
      displayName: first,
      email: `${first}@halden.example`,
      active: true,
      admin,
      organization,
    };
  };
  const [grace, ben] = [user(21, 'Grace Ågren', true), user(22, 'Ben 田中', false)];
  const team = (number: number, key: string, name: string, members: Entity[], isPrivate: boolean): Entity => ({
    __typename: 'Team',
    id: uuid(number),
    key,
    name,
    displayName: name,
    description: null,
    private: isPrivate,
    members,
    organization,
  });
  const [engineering, board] = [team(11, 'ENG', 'Engineering', [grace, ben], false), team(12, 'BRD', 'Board', [grace], true)];
  const state = (number: number, of: Entity, name: string, type: string): Entity => ({
    __typename: 'WorkflowState',
    id: uuid(number),
    name,
    type,
    color: '#bec2c8',
    position: number,
    team: of,
  });
  const [todo, doing, done] = [
    state(31, engineering, 'Todo', 'unstarted'),
    state(32, engineering, 'In Progress', 'started'),
    state(33, engineering, 'Done', 'completed'),
  ];
  const secretTodo = state(34, board, 'Todo', 'unstarted');
  const bug: Entity = {
    __typename: 'IssueLabel',
    id: uuid(41),
    name: 'Bug 🐞',
    color: '#eb5757',
    description: null,
    isGroup: false,
    team: null,
    parent: null,
  };
  const cycle: Entity = {
    __typename: 'Cycle',
    id: uuid(51),
    number: 7,
    name: null,
    startsAt: '2026-01-05T00:00:00.000Z',
    endsAt: '2026-01-19T00:00:00.000Z',
    progress: 0.25,
    isActive: true,
    team: engineering,
  };
  const planned: Entity = { __typename: 'ProjectStatus', id: uuid(61), name: 'Planned', type: 'planned' };
  const project: Entity = {
    ...newProject(),
    id: uuid(201),
    name: 'Cold start',
    url: url('project/cold-start-1'),
    description: 'Lenses that work at −40 °C',
    content: '## Goal\n\nCalibration within 30 s.',
    status: planned,
    lead: grace,
    teams: [engineering],
    members: [grace, ben],
  };
  const issue = (number: number, of: Entity, rest: Record<string, unknown>): Entity => ({
    ...newIssue(),
    id: uuid(100 + number),
    number,
    identifier: `${String(of['key'])}-${number}`,
    url: url(`issue/${String(of['key'])}-${number}`),
    branchName: `halden/${String(of['key']).toLowerCase()}-${number}`,
    team: of,
    ...rest,
  });
  const issues = [
    issue(1, engineering, {
      title: 'Calibration drifts — Größe 日本 🎉',
      description: 'It **drifts** by 2 µm.',
      state: doing,
      assignee: grace,
      creator: ben,
      labels: [bug],
      project,
      cycle,
      priorityLabel: 'High',
    }),
    issue(2, engineering, { title: 'Order glass', state: todo, assignee: ben, creator: grace }),
    issue(3, engineering, { title: 'Ship the calibration table', state: done, creator: grace }),
    issue(4, board, { title: 'Sell the company', state: secretTodo, assignee: grace, creator: grace }),
  ];
  const comment: Entity = {
    ...newComment(),
    id: uuid(301),
    body: 'Seen **twice** today.',
    url: url('issue/ENG-1#comment-301'),
    user: ben,
    issue: issues[0],
  };
  const document: Entity = {
    __typename: 'Document',
    id: uuid(401),
    title: 'Calibration handbook',
    content: '# Calibration\n\nWarm up first.',
    url: url('document/calibration-handbook-401'),
    createdAt: begun,
    updatedAt: begun,
    creator: grace,
    project,
  };
  return {
    organization,
    users: [grace, ben],
    teams: [engineering, board],
    workflowStates: [todo, doing, done, secretTodo],
    issueLabels: [bug],
    cycles: [cycle],
    projects: [project],
    projectStatuses: [planned],
    issues,
    comments: [comment],
    documents: [document],
  };
}

const begun = '2026-01-06T08:00:00.000Z';

export const newIssue = (): NewEntity => ({
  __typename: 'Issue',
  description: null,
  priority: 0,
  priorityLabel: 'No priority',
  dueDate: null,
  estimate: null,
  createdAt: begun,
  updatedAt: begun,
  assignee: null,
  project: null,
  parent: null,
  cycle: null,
  labels: [],
  children: [],
  attachments: [],
});

export const newProject = (): NewEntity => ({
  __typename: 'Project',
  description: '',
  content: null,
  health: null,
  progress: 0,
  priority: 0,
  priorityLabel: 'No priority',
  startDate: null,
  targetDate: null,
  createdAt: begun,
  updatedAt: begun,
  lead: null,
  members: [],
});

export const newComment = (): NewEntity => ({
  __typename: 'Comment',
  createdAt: begun,
  updatedAt: begun,
  externalUser: null,
  parent: null,
  parentId: null,
});
