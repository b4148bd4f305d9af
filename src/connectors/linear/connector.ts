import { defineConnector, drawIcon, oauth2 } from '../../connector-kit/index.ts';
import { registration } from './registration.ts';
import { createComment, listComments } from './tools/comments.ts';
import { getProfile } from './tools/get-profile.ts';
import { getIssue, listIssues, searchIssues } from './tools/issues.ts';
import { createProject, getProject, listDocuments, listProjects, updateProject } from './tools/projects.ts';
import { fetch, search } from './tools/search.ts';
import { listCycles, listIssueLabels, listIssueStatuses, listTeams, listUsers } from './tools/workspace.ts';
import { createIssue, createIssueLabel, updateIssue } from './tools/write-issues.ts';

export default defineConnector({
  id: 'linear',
  name: 'Linear',
  description: 'Issues, projects, cycles and documents of a Linear workspace: find and read them, write where that is switched on.',
  icon: drawIcon('board', '#5a5d9e'),
  baseUrl: 'https://api.linear.app',
  auth: oauth2({
    authorizationUrl: 'https://linear.app/oauth/authorize',
    tokenUrl: 'https://api.linear.app/oauth/token',
    revocationUrl: 'https://api.linear.app/oauth/revoke',
    scopes: {
      read: 'Read what you can see in the workspace',
      write: 'Change issues, projects and labels in your name',
      'issues:create': 'Create issues in your name',
      'comments:create': 'Comment in your name',
    },
    always: ['read'],
    registration,
  }),
  instructions:
    'A Linear workspace, as the signed-in person sees it. Issues have a number such as ENG-12, which get_issue takes. list_issues filters, search_issues finds by words; teams, statuses, labels, cycles and people have ids, which the list tools give and the write tools take. Texts are Markdown.',
  tools: [
    getProfile,
    listIssues,
    getIssue,
    searchIssues,
    listComments,
    listProjects,
    getProject,
    listTeams,
    listUsers,
    listIssueStatuses,
    listIssueLabels,
    listCycles,
    listDocuments,
    search,
    fetch,
    createIssue,
    updateIssue,
    createComment,
    createProject,
    updateProject,
    createIssueLabel,
  ],
});
