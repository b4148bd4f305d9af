import { z } from '../../connector-kit/index.ts';

/** What tools show of each kind of thing: the fields to ask for, and their schema. */
export type Shape<Entry extends z.ZodObject> = { readonly fields: string; readonly entry: Entry };

const named = z.object({ id: z.string(), name: z.string() });
const named0 = named.nullable();
const nodes = <Entry extends z.ZodType>(entry: Entry) => z.object({ nodes: z.array(entry) });

export const user = {
  fields: 'id name displayName email active admin',
  entry: z.object({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    email: z.string(),
    active: z.boolean(),
    admin: z.boolean(),
  }),
} satisfies Shape<z.ZodObject>;

export const team = {
  fields: 'id key name description',
  entry: z.object({ id: z.string(), key: z.string(), name: z.string(), description: z.string().nullable() }),
} satisfies Shape<z.ZodObject>;

export const status = {
  fields: 'id name type position team { id name }',
  entry: z.object({
    id: z.string(),
    name: z.string(),
    type: z.string().describe('triage, backlog, unstarted, started, completed, canceled or duplicate'),
    position: z.number(),
    team: named,
  }),
} satisfies Shape<z.ZodObject>;

export const label = {
  fields: 'id name color description isGroup team { id name } parent { id name }',
  entry: z.object({
    id: z.string(),
    name: z.string(),
    color: z.string(),
    description: z.string().nullable(),
    isGroup: z.boolean(),
    team: named0.describe('null: of the whole workspace'),
    parent: named0,
  }),
} satisfies Shape<z.ZodObject>;

export const cycle = {
  fields: 'id number name startsAt endsAt progress isActive team { id name }',
  entry: z.object({
    id: z.string(),
    number: z.number(),
    name: z.string().nullable(),
    startsAt: z.string(),
    endsAt: z.string(),
    progress: z.number(),
    isActive: z.boolean(),
    team: named,
  }),
} satisfies Shape<z.ZodObject>;

export const issue = {
  fields: `id identifier title url priority: priorityLabel dueDate estimate createdAt updatedAt
    status: state { id name type } team { id key name } assignee { id name } project { id name } labels { nodes { id name } }`,
  entry: z.object({
    id: z.string(),
    identifier: z.string(),
    title: z.string(),
    url: z.string(),
    priority: z.string(),
    dueDate: z.string().nullable(),
    estimate: z.number().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    status: z.object({ id: z.string(), name: z.string(), type: z.string() }),
    team: z.object({ id: z.string(), key: z.string(), name: z.string() }),
    assignee: named0,
    project: named0,
    labels: nodes(named),
  }),
} satisfies Shape<z.ZodObject>;

export const issueInFull = {
  fields: `${issue.fields} description branchName creator { id name } parent { id identifier title } cycle { id number }
    children(first: 50) { nodes { id identifier title } } attachments(first: 50) { nodes { title url } }`,
  entry: issue.entry.extend({
    description: z.string().nullable().describe('Markdown'),
    branchName: z.string(),
    creator: named0,
    parent: z.object({ id: z.string(), identifier: z.string(), title: z.string() }).nullable(),
    cycle: z.object({ id: z.string(), number: z.number() }).nullable(),
    children: nodes(z.object({ id: z.string(), identifier: z.string(), title: z.string() })),
    attachments: nodes(z.object({ title: z.string(), url: z.string() })),
  }),
} satisfies Shape<z.ZodObject>;

export const comment = {
  fields: 'id body url createdAt user { id name } externalUser { id name } parentId',
  entry: z.object({
    id: z.string(),
    body: z.string().describe('Markdown'),
    url: z.string(),
    createdAt: z.string(),
    user: named0,
    externalUser: named0.describe('Somebody who is not in the workspace'),
    parentId: z.string().nullable(),
  }),
} satisfies Shape<z.ZodObject>;

export const project = {
  fields: `id name url description health progress priority: priorityLabel startDate targetDate updatedAt
    status { id name type } lead { id name } teams(first: 20) { nodes { id name } }`,
  entry: z.object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    description: z.string(),
    health: z.string().nullable(),
    progress: z.number(),
    priority: z.string(),
    startDate: z.string().nullable(),
    targetDate: z.string().nullable(),
    updatedAt: z.string(),
    status: z.object({ id: z.string(), name: z.string(), type: z.string() }),
    lead: named0,
    teams: nodes(named),
  }),
} satisfies Shape<z.ZodObject>;

export const projectInFull = {
  fields: `${project.fields} content members(first: 50) { nodes { id name } }`,
  entry: project.entry.extend({ content: z.string().nullable().describe('Markdown'), members: nodes(named) }),
} satisfies Shape<z.ZodObject>;

export const document = {
  fields: 'id title url updatedAt creator { id name } project { id name }',
  entry: z.object({
    id: z.string(),
    title: z.string(),
    url: z.string(),
    updatedAt: z.string(),
    creator: named0,
    project: named0,
  }),
} satisfies Shape<z.ZodObject>;
