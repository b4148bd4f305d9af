import { defineTool, z } from '../../../connector-kit/index.ts';
import { changes, creates, reads } from '../hints.ts';
import { defineListTool, filterOf, whoFilter } from '../list-tool.ts';
import { ask } from '../query.ts';
import { document, project, projectInFull } from '../shapes.ts';

export const listProjects = defineListTool({
  name: 'list_projects',
  title: 'List projects',
  description: 'Lists projects with status, lead and dates. Use it to see what is planned or to find a project.',
  field: 'projects',
  filterType: 'ProjectFilter',
  shape: project,
  filters: {
    query: z.string().optional().describe('A part of the name'),
    team: z.string().optional().describe('The key of a team, such as ENG'),
    lead: z.string().optional().describe('"me", or an e-mail address'),
  },
  variables: ({ query, team, lead }) => ({
    filter: filterOf({
      name: query !== undefined && { containsIgnoreCase: query },
      accessibleTeams: team !== undefined && { some: { key: { eqIgnoreCase: team } } },
      lead: lead !== undefined && whoFilter(lead),
    }),
  }),
  example: { title: 'What is planned?', input: {} },
});

const answer = z.object({ project: projectInFull.entry });
const getDocument = `query get_project($id: String!) { project(id: $id) { ${projectInFull.fields} } }`;

export const getProject = defineTool({
  name: 'get_project',
  title: 'Get a project',
  description: 'Gives one project with its text, members and teams. Use it when you know the project.',
  ...reads,
  input: z.object({ id: z.string().min(1).describe('An id that list_projects gave') }),
  output: answer,
  examples: [{ title: 'One project', input: { id: '00000000-0000-4000-8000-000000000201' } }],
  run: ({ id }, { http }) => ask(http, answer, { document: getDocument, variables: { id } }),
});

export const listDocuments = defineListTool({
  name: 'list_documents',
  title: 'List documents',
  description: 'Lists documents, all or those of a project. Use it to find a document; fetch gives its text.',
  field: 'documents',
  filterType: 'DocumentFilter',
  shape: document,
  filters: { query: z.string().optional().describe('A part of the title'), projectId: z.string().optional() },
  variables: ({ query, projectId }) => ({
    filter: filterOf({
      title: query !== undefined && { containsIgnoreCase: query },
      project: projectId !== undefined && { id: { eq: projectId } },
    }),
  }),
  example: { title: 'Which documents are there?', input: {} },
});

const fields = {
  description: z.string().max(255).optional().describe('A sentence'),
  content: z.string().max(200_000).optional().describe('Markdown'),
  leadId: z.string().optional(),
  statusId: z.string().optional(),
  priority: z.int().min(0).max(4).optional().describe('0 none, 1 urgent, 2 high, 3 medium, 4 low'),
  startDate: z.iso.date().optional(),
  targetDate: z.iso.date().optional(),
};
const written = z.object({ done: z.object({ project: project.entry }) });

export const createProject = defineTool({
  name: 'create_project',
  title: 'Create a project',
  description: 'Creates a project for one or more teams. Use it when the person wants a new project planned.',
  scopes: ['read', 'write'],
  ...creates,
  input: z.object({ name: z.string().min(1), teamIds: z.array(z.string()).min(1), ...fields }),
  output: z.object({ project: project.entry }),
  examples: [{ title: 'For one team', input: { name: 'Cold start', teamIds: ['00000000-0000-4000-8000-000000000011'] } }],
  run: async (input, { http }) => {
    const mutation = `mutation create_project($input: ProjectCreateInput!) { done: projectCreate(input: $input) { project { ${project.fields} } } }`;
    const { done } = await ask(http, written, { document: mutation, variables: { input } });
    return done;
  },
});

export const updateProject = defineTool({
  name: 'update_project',
  title: 'Change a project',
  description: 'Changes fields of a project; what is left out stays. Use it to move dates, lead, status or text.',
  scopes: ['read', 'write'],
  ...changes,
  input: z.object({ id: z.string().min(1), name: z.string().min(1).optional(), ...fields }),
  output: z.object({ project: project.entry }),
  examples: [{ title: 'Move its end', input: { id: '00000000-0000-4000-8000-000000000201', targetDate: '2026-12-01' } }],
  run: async ({ id, ...input }, { http }) => {
    const mutation = `mutation update_project($id: String!, $input: ProjectUpdateInput!) {
      done: projectUpdate(id: $id, input: $input) { project { ${project.fields} } } }`;
    const { done } = await ask(http, written, { document: mutation, variables: { id, input } });
    return done;
  },
});
