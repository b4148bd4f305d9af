import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { type Company, type Entity, newComment, newIssue, newProject } from './company.ts';
import { matches } from './filter.ts';

type Arguments = Readonly<Record<string, unknown>>;
export type Caller = { readonly viewer: Entity; readonly scopes: readonly string[] };

/** Linear's words for what was wrong: `extensions` has a type, a code and a sentence. */
export function refusal(
  message: string,
  { type, code, status }: { readonly type: string; readonly code: string; readonly status: number },
) {
  return new GraphQLError(message, { extensions: { type, code, statusCode: status, userError: true, userPresentableMessage: message } });
}
const notFound = (kind: string) => refusal(`Entity not found: ${kind}`, { type: 'invalid input', code: 'INPUT_ERROR', status: 400 });

/** What the fields of `Query` and `Mutation` do, for one caller. */
export function createRoots(company: Company, { viewer, scopes }: Caller) {
  const inTeam = (team: Entity | null) =>
    team === null || team['private'] !== true || (team['members'] as readonly Entity[]).some(({ id }) => id === viewer.id);
  const visible = (entity: Entity): boolean => {
    if (entity.__typename === 'Team') return inTeam(entity);
    if (entity.__typename === 'Comment') return visible(entity['issue'] as Entity);
    if (entity.__typename === 'Project') return (entity['teams'] as readonly Entity[]).some(inTeam);
    return 'team' in entity ? inTeam(entity['team'] as Entity | null) : true;
  };
  const list = (kind: keyof Omit<Company, 'organization'>) => (args: Arguments) =>
    company[kind].filter((entity) => visible(entity) && matches(entity, (args['filter'] ?? {}) as Arguments, viewer));
  const one = (kind: keyof Omit<Company, 'organization'>, name: string, id: unknown): Entity => {
    const found = company[kind].find((entity) => entity.id === id || (entity['identifier'] !== undefined && entity['identifier'] === id));
    if (found === undefined || !visible(found)) throw notFound(name);
    return found;
  };
  const maybe = (kind: keyof Omit<Company, 'organization'>, name: string, id: unknown) =>
    id === null || id === undefined ? null : one(kind, name, id);
  const words = (entity: Entity, fields: readonly string[], term: unknown) => {
    const text = fields.map((field) => String(entity[field] ?? '')).join('\n');
    return String(term)
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.toLowerCase().includes(word));
  };
  const search = (kind: 'issues' | 'projects' | 'documents', fields: readonly string[]) => (args: Arguments) =>
    list(kind)(args).filter(
      (entity) =>
        words(entity, fields, args['term']) ||
        (args['includeComments'] === true &&
          company.comments.some((comment) => comment['issue'] === entity && words(comment, ['body'], args['term']))),
    );
  const needs = (...either: readonly string[]) => {
    if (!either.some((scope) => scopes.includes(scope)))
      throw refusal(`Invalid scope: \`${either[0]}\` required`, { type: 'forbidden', code: 'FORBIDDEN', status: 403 });
  };
  const now = () => new Date().toISOString();
  const priorities = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

  /** The parts of an issue or project that an input names by id. */
  function resolved(input: Arguments): Record<string, unknown> {
    const { teamId: _, ...plain } = input;
    const names = new Map<string, (id: unknown) => readonly [string, unknown]>([
      ['assigneeId', (id) => ['assignee', maybe('users', 'User', id)]],
      ['leadId', (id) => ['lead', maybe('users', 'User', id)]],
      ['stateId', (id) => ['state', one('workflowStates', 'WorkflowState', id)]],
      ['statusId', (id) => ['status', one('projectStatuses', 'ProjectStatus', id)]],
      ['projectId', (id) => ['project', maybe('projects', 'Project', id)]],
      ['cycleId', (id) => ['cycle', maybe('cycles', 'Cycle', id)]],
      ['parentId', (id) => ['parent', maybe('issues', 'Issue', id)]],
      ['labelIds', (ids) => ['labels', (ids as readonly string[]).map((id) => one('issueLabels', 'IssueLabel', id))]],
      ['teamIds', (ids) => ['teams', (ids as readonly string[]).map((id) => one('teams', 'Team', id))]],
    ]);
    const entries = Object.entries(plain).map(([name, value]) => names.get(name)?.(value) ?? ([name, value] as const));
    const priority = input['priority'];
    return {
      ...Object.fromEntries(entries),
      ...(typeof priority === 'number' ? { priorityLabel: priorities[priority] } : {}),
      updatedAt: now(),
    };
  }
  const done = (name: string, entity: Entity) => ({ [name]: entity, success: true, lastSyncId: 1 });

  return {
    viewer: () => viewer,
    organization: () => company.organization,
    issues: list('issues'),
    projects: list('projects'),
    teams: list('teams'),
    users: list('users'),
    workflowStates: list('workflowStates'),
    issueLabels: list('issueLabels'),
    cycles: list('cycles'),
    documents: list('documents'),
    comments: list('comments'),
    issue: ({ id }: Arguments) => {
      const issue = one('issues', 'Issue', id);
      return { ...issue, comments: company.comments.filter((comment) => comment['issue'] === issue) };
    },
    project: ({ id }: Arguments) => one('projects', 'Project', id),
    document: ({ id }: Arguments) => one('documents', 'Document', id),
    searchIssues: search('issues', ['title', 'description', 'identifier']),
    searchProjects: search('projects', ['name', 'description', 'content']),
    searchDocuments: search('documents', ['title', 'content']),
    issueCreate: ({ input }: { readonly input: Arguments }) => {
      needs('issues:create', 'write');
      const team = one('teams', 'Team', input['teamId']);
      const number = company.issues.length + 1;
      const issue: Entity = {
        ...newIssue(),
        id: randomUUID(),
        number,
        identifier: `${String(team['key'])}-${number}`,
        url: `https://linear.app/halden/issue/${String(team['key'])}-${number}`,
        branchName: `halden/${number}`,
        team,
        creator: viewer,
        state: company.workflowStates.find((state) => state['team'] === team),
        ...resolved(input),
      };
      company.issues.push(issue);
      return done('issue', issue);
    },
    issueUpdate: ({ id, input }: { readonly id: string; readonly input: Arguments }) => {
      needs('write');
      return done('issue', Object.assign(one('issues', 'Issue', id), resolved(input)));
    },
    commentCreate: ({ input }: { readonly input: Arguments }) => {
      needs('comments:create', 'write');
      const issue = one('issues', 'Issue', input['issueId']);
      const parent = maybe('comments', 'Comment', input['parentId']);
      const comment: Entity = {
        ...newComment(),
        id: randomUUID(),
        body: input['body'],
        url: `${String(issue['url'])}#comment`,
        user: viewer,
        issue,
        parent,
        parentId: parent?.id ?? null,
        createdAt: now(),
      };
      company.comments.push(comment);
      return done('comment', comment);
    },
    projectCreate: ({ input }: { readonly input: Arguments }) => {
      needs('write');
      const project: Entity = {
        ...newProject(),
        id: randomUUID(),
        url: 'https://linear.app/halden/project/new',
        status: company.projectStatuses[0],
        ...resolved(input),
      };
      company.projects.push(project);
      return done('project', project);
    },
    projectUpdate: ({ id, input }: { readonly id: string; readonly input: Arguments }) => {
      needs('write');
      return done('project', Object.assign(one('projects', 'Project', id), resolved(input)));
    },
    issueLabelCreate: ({ input }: { readonly input: Arguments }) => {
      needs('write');
      const team = maybe('teams', 'Team', input['teamId']);
      const label: Entity = {
        __typename: 'IssueLabel',
        color: '#bec2c8',
        description: null,
        isGroup: false,
        parent: null,
        id: randomUUID(),
        ...resolved(input),
        team,
      };
      company.issueLabels.push(label);
      return done('issueLabel', label);
    },
  };
}
