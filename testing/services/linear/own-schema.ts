/** The part of Linear's shapes that our tools ask for, in our own words: fast tests need no more. */
export const ownSchema = `
scalar DateTime
scalar DateTimeOrDuration
scalar TimelessDate
enum PaginationOrderBy { createdAt updatedAt }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Organization { id: ID! name: String! urlKey: String! }
type User { id: ID! name: String! displayName: String! email: String! active: Boolean! admin: Boolean! organization: Organization! }
type Team { id: ID! key: String! name: String! description: String }
type WorkflowState { id: ID! name: String! type: String! position: Float! team: Team! }
type IssueLabel { id: ID! name: String! color: String! description: String isGroup: Boolean! team: Team parent: IssueLabel }
type Cycle { id: ID! number: Float! name: String startsAt: DateTime! endsAt: DateTime! progress: Float! isActive: Boolean! team: Team! }
type ProjectStatus { id: ID! name: String! type: String! }
type Project {
  id: ID! name: String! url: String! description: String! content: String health: String progress: Float! priorityLabel: String!
  startDate: TimelessDate targetDate: TimelessDate updatedAt: DateTime! status: ProjectStatus! lead: User
  teams(first: Int): TeamConnection! members(first: Int): UserConnection!
}
type Attachment { id: ID! title: String! url: String! }
type Issue {
  id: ID! identifier: String! title: String! url: String! description: String priorityLabel: String! dueDate: TimelessDate estimate: Float
  createdAt: DateTime! updatedAt: DateTime! branchName: String! state: WorkflowState! team: Team! assignee: User creator: User
  project: Project parent: Issue cycle: Cycle labels(first: Int): IssueLabelConnection! children(first: Int): IssueConnection!
  attachments(first: Int): AttachmentConnection! comments(first: Int): CommentConnection!
}
type ExternalUser { id: ID! name: String! }
type Comment { id: ID! body: String! url: String! createdAt: DateTime! user: User externalUser: ExternalUser parentId: String }
type Document { id: ID! title: String! url: String! content: String updatedAt: DateTime! creator: User project: Project }
${['User', 'Team', 'WorkflowState', 'IssueLabel', 'Cycle', 'Project', 'Attachment', 'Issue', 'Comment', 'Document']
  .map((name) => `type ${name}Connection { nodes: [${name}!]! pageInfo: PageInfo! }`)
  .join('\n')}
input Text { eq: String eqIgnoreCase: String containsIgnoreCase: String }
input Id { eq: ID }
input Flag { eq: Boolean }
input Time { gte: DateTimeOrDuration }
input UserFilter { isMe: Flag email: Text name: Text displayName: Text or: [UserFilter!] }
input TeamFilter { key: Text name: Text some: TeamFilter }
input WorkflowStateFilter { name: Text type: Text team: TeamFilter }
input IssueLabelFilter { name: Text team: TeamFilter some: IssueLabelFilter }
input ProjectFilter { id: Id name: Text lead: UserFilter accessibleTeams: TeamFilter }
input CycleFilter { id: Id isActive: Flag team: TeamFilter }
input IssueFilter {
  id: Id team: TeamFilter assignee: UserFilter state: WorkflowStateFilter project: ProjectFilter cycle: CycleFilter labels: IssueLabelFilter
  updatedAt: Time
}
input CommentFilter { issue: IssueFilter }
input DocumentFilter { title: Text project: ProjectFilter }
type Query {
  viewer: User!
  issue(id: String!): Issue!
  project(id: String!): Project!
  document(id: String!): Document!
  issues(first: Int, after: String, filter: IssueFilter, orderBy: PaginationOrderBy): IssueConnection!
  searchIssues(term: String!, first: Int, after: String, filter: IssueFilter, includeComments: Boolean): IssueConnection!
  searchProjects(term: String!, first: Int): ProjectConnection!
  searchDocuments(term: String!, first: Int): DocumentConnection!
  comments(first: Int, after: String, filter: CommentFilter): CommentConnection!
  projects(first: Int, after: String, filter: ProjectFilter): ProjectConnection!
  teams(first: Int, after: String, filter: TeamFilter): TeamConnection!
  users(first: Int, after: String, filter: UserFilter): UserConnection!
  workflowStates(first: Int, after: String, filter: WorkflowStateFilter): WorkflowStateConnection!
  issueLabels(first: Int, after: String, filter: IssueLabelFilter): IssueLabelConnection!
  cycles(first: Int, after: String, filter: CycleFilter): CycleConnection!
  documents(first: Int, after: String, filter: DocumentFilter): DocumentConnection!
}
input IssueCreateInput {
  teamId: String! title: String description: String assigneeId: String stateId: String priority: Int labelIds: [String!] projectId: String
  cycleId: String parentId: String dueDate: TimelessDate estimate: Int
}
input IssueUpdateInput {
  title: String description: String assigneeId: String stateId: String priority: Int labelIds: [String!] projectId: String
  cycleId: String parentId: String dueDate: TimelessDate estimate: Int
}
input CommentCreateInput { issueId: String body: String parentId: String }
input ProjectCreateInput {
  name: String! teamIds: [String!]! description: String content: String leadId: String statusId: String priority: Int
  startDate: TimelessDate targetDate: TimelessDate
}
input ProjectUpdateInput {
  name: String description: String content: String leadId: String statusId: String priority: Int startDate: TimelessDate
  targetDate: TimelessDate
}
input IssueLabelCreateInput { name: String! color: String description: String teamId: String }
type IssuePayload { success: Boolean! issue: Issue }
type CommentPayload { success: Boolean! comment: Comment! }
type ProjectPayload { success: Boolean! project: Project }
type IssueLabelPayload { success: Boolean! issueLabel: IssueLabel! }
type Mutation {
  issueCreate(input: IssueCreateInput!): IssuePayload!
  issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
  commentCreate(input: CommentCreateInput!): CommentPayload!
  projectCreate(input: ProjectCreateInput!): ProjectPayload!
  projectUpdate(id: String!, input: ProjectUpdateInput!): ProjectPayload!
  issueLabelCreate(input: IssueLabelCreateInput!): IssueLabelPayload!
}
`;
