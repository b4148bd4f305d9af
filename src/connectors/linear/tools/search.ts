import { defineTool, fetchInput, fetchOutput, type Http, searchInput, searchOutput, ToolError, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { ask } from '../query.ts';

const maxResults = 10;
const maxComments = 100;
const found = <Entry extends z.ZodRawShape>(fields: Entry) =>
  z.object({ nodes: z.array(z.object({ id: z.string(), url: z.string(), ...fields })) });
const searchAnswer = z.object({
  issues: found({ identifier: z.string(), title: z.string() }),
  projects: found({ name: z.string() }),
  documents: found({ title: z.string() }),
});
const searchDocument = `query search($term: String!, $first: Int!) {
  issues: searchIssues(term: $term, first: $first, includeComments: true) { nodes { id identifier title url } }
  projects: searchProjects(term: $term, first: $first) { nodes { id name url } }
  documents: searchDocuments(term: $term, first: $first) { nodes { id title url } }
}`;

/** The deep-research contract over issues, projects and documents. */
export const search = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Finds issues, projects and documents that hold the words. Use it with `fetch`, to answer a question from Linear.',
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is known about it?', input: { query: 'calibration' } }],
  run: async ({ query }, { http }) => {
    const variables = { term: query, first: maxResults };
    const { issues, projects, documents } = await ask(http, searchAnswer, { document: searchDocument, variables });
    return {
      results: [
        ...issues.nodes.map(({ id, identifier, title, url }) => ({ id: `issue:${id}`, title: `${identifier} ${title}`, url })),
        ...projects.nodes.map(({ id, name, url }) => ({ id: `project:${id}`, title: name, url })),
        ...documents.nodes.map(({ id, title, url }) => ({ id: `document:${id}`, title, url })),
      ],
    };
  },
});

type Fetched = z.input<typeof fetchOutput>;

const text = z.string().nullable();
const issueAnswer = z.object({
  issue: z.object({
    identifier: z.string(),
    title: z.string(),
    url: z.string(),
    description: text,
    state: z.object({ name: z.string() }),
    updatedAt: z.string(),
    comments: z.object({
      nodes: z.array(z.object({ body: z.string(), createdAt: z.string(), user: z.object({ name: z.string() }).nullable() })),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    }),
  }),
});
const projectAnswer = z.object({
  project: z.object({ name: z.string(), url: z.string(), description: z.string(), content: text, updatedAt: z.string() }),
});
const documentAnswer = z.object({
  document: z.object({ title: z.string(), url: z.string(), content: text, updatedAt: z.string() }),
});

const kinds: Readonly<Record<string, (http: Http, id: string) => Promise<Omit<Fetched, 'id'>>>> = {
  issue: async (http, id) => {
    const document = `query fetch_issue($id: String!, $first: Int!) { issue(id: $id) { identifier title url description state { name } updatedAt
      comments(first: $first) { nodes { body createdAt user { name } } pageInfo { hasNextPage } } } }`;
    const { issue } = await ask(http, issueAnswer, { document, variables: { id, first: maxComments } });
    const comments = issue.comments.nodes.map(
      ({ body, createdAt, user }) => `**${user?.name ?? 'Somebody outside'}**, ${createdAt}:\n\n${body}`,
    );
    return {
      title: `${issue.identifier} ${issue.title}`,
      text: [issue.description ?? '', ...comments].filter((part) => part !== '').join('\n\n---\n\n'),
      url: issue.url,
      metadata: {
        status: issue.state.name,
        updatedAt: issue.updatedAt,
        ...(issue.comments.pageInfo.hasNextPage ? { note: `Only the first ${maxComments} comments; list_comments gives the others.` } : {}),
      },
    };
  },
  project: async (http, id) => {
    const document = 'query fetch_project($id: String!) { project(id: $id) { name url description content updatedAt } }';
    const { project } = await ask(http, projectAnswer, { document, variables: { id } });
    const { name, url, description, content, updatedAt } = project;
    return { title: name, text: [description, content ?? ''].filter((part) => part !== '').join('\n\n'), url, metadata: { updatedAt } };
  },
  document: async (http, id) => {
    const document = 'query fetch_document($id: String!) { document(id: $id) { title url content updatedAt } }';
    const { document: found } = await ask(http, documentAnswer, { document, variables: { id } });
    return { title: found.title, text: found.content ?? '', url: found.url, metadata: { updatedAt: found.updatedAt } };
  },
};

export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch',
  description: 'Gives the text of an issue with its comments, of a project or of a document. Use it after `search`.',
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'An issue that was found', input: { id: 'issue:00000000-0000-4000-8000-000000000101' } }],
  run: async ({ id }, { http }) => {
    const [kind = '', ...rest] = id.split(':');
    const read = new Map(Object.entries(kinds)).get(kind);
    if (read === undefined) throw new ToolError('The id begins with issue:, project: or document:, as `search` gives it.');
    return { id, ...(await read(http, rest.join(':'))) };
  },
});
