import type { JsonObject } from '../../src/domain/json.ts';

/** One call as a person has it made in the chat. */
export type Asked = {
  readonly tool: string;
  /** What is said; the router reads it, the model of the tests does not. */
  readonly words: string;
  /** What the model calls the tool with; left out: its first example. */
  readonly input?: JsonObject;
  /** What the router leaves open and the person fills in: the name of the field, and what for. */
  readonly fills?: readonly [field: string, value: string];
  /** What the person sees of it: among the arguments, and in the result. */
  readonly given: string;
  readonly shows: string;
};

export type Chat = {
  readonly id: string;
  /** How the person attaches the connector: (+) > More, or @. */
  readonly attachedBy: 'more' | 'mention';
  readonly answeredBy: 'model' | 'router';
  readonly read: Asked;
  readonly write: Asked;
};

/** One read and one write of each connector. */
export const chats: readonly Chat[] = [
  {
    id: 'outlook-mail',
    attachedBy: 'more',
    answeredBy: 'model',
    read: {
      tool: 'fetch_message',
      words: 'What about the budget?',
      given: 'AAMkAD-budget',
      shows: 'Budget 2027: Größe der Linsen 日本 🎉',
    },
    write: { tool: 'send_email', words: 'Tell Mira that they came.', given: 'The lenses are here 🎉', shows: '"sent": true' },
  },
  {
    id: 'outlook-calendar',
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch_event', words: 'When is the review?', given: 'Europe/Oslo', shows: 'Budget review 日本 🎉' },
    write: { tool: 'create_event', words: 'Plan a review.', given: 'Lens review 🎉', shows: 'Lens review 🎉' },
  },
  {
    id: 'teams',
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'What about the lens?', given: 'chat/19%3Alens%40thread.v2/lens-1', shows: 'Größe 日本.docx' },
    write: { tool: 'send_chat_message', words: 'Tell them.', given: 'The lenses are here 🎉', shows: '"id"' },
  },
  {
    id: 'sharepoint',
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'Read the plan.', given: 'b!optics/plan', shows: 'Plan größe.html' },
    write: { tool: 'create_folder', words: 'Make a folder.', given: 'Angebote 2027', shows: 'Angebote 2027' },
  },
  {
    id: 'gmail',
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'read_email', words: 'Read the order.', given: 'msg_order', shows: 'Lenses — Größe 日本 🎉' },
    write: { tool: 'draft_email', words: 'Draft a mail to Ben.', given: 'ben@halden.example', shows: '"message"' },
  },
  {
    id: 'google-drive',
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'Read the handbook.', given: 'doc-handbook', shows: 'Handbook — Größe 日本 🎉' },
    write: { tool: 'create_file', words: 'Write a plan.', given: 'Größe 日本 🎉', shows: 'Größe 日本 🎉' },
  },
  {
    id: 'google-calendar',
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'read_event', words: 'When is the kick-off?', given: 'kickoff', shows: 'Kick-off — Größe 日本 🎉' },
    write: { tool: 'create_event', words: 'Plan it.', given: 'Größe 日本 🎉', shows: 'Größe 日本 🎉' },
  },
  {
    id: 'linear',
    attachedBy: 'mention',
    answeredBy: 'router',
    read: { tool: 'get_issue', words: 'get issue ENG-1', given: 'ENG-1', shows: 'Größe 日本 🎉' },
    write: {
      tool: 'create_comment',
      words: 'create comment issueId="00000000-0000-4000-8000-000000000101" body="Done 🎉"',
      given: 'Done 🎉',
      shows: 'Done 🎉',
    },
  },
  {
    id: 'dropbox',
    attachedBy: 'more',
    answeredBy: 'router',
    read: {
      tool: 'get_file_metadata',
      words: 'get file metadata path="/Offers/Offer 12.html"',
      given: '/Offers/Offer 12.html',
      shows: 'Offer 12.html',
    },
    write: { tool: 'create_folder', words: 'create folder path="/Offers/2027 🎉"', given: '/Offers/2027 🎉', shows: '2027 🎉' },
  },
  {
    id: 'box',
    attachedBy: 'mention',
    answeredBy: 'model',
    read: { tool: 'get_file_details', words: 'Whose handbook is it?', given: '2001', shows: 'Handbook — Größe 日本 🎉.html' },
    write: { tool: 'create_folder', words: 'Make a folder.', given: 'Angebote 2027 🎉', shows: 'Angebote 2027 🎉' },
  },
  {
    id: 'files',
    attachedBy: 'more',
    answeredBy: 'router',
    read: { tool: 'read_file', words: 'read file path="notes/plan.md"', given: 'notes/plan.md', shows: 'Budget 2026: 12 €' },
    write: {
      tool: 'write_file',
      words: 'write file path="notes/Größe 日本 🎉.md" text="Grüße"',
      given: 'notes/Größe 日本 🎉.md',
      shows: 'notes/Größe 日本 🎉.md',
    },
  },
  {
    id: 'database',
    attachedBy: 'mention',
    answeredBy: 'model',
    read: {
      tool: 'execute_query',
      words: 'Who is the first customer?',
      input: { sql: 'SELECT name FROM customers WHERE id = $1', parameters: [1] },
      given: 'WHERE id = $1',
      shows: 'Mira Tanaka 田中 🎉',
    },
    write: { tool: 'execute_statement', words: 'Order 1 was sent.', given: "status = 'sent'", shows: '"affectedRows": 1' },
  },
  {
    id: 'database-file',
    attachedBy: 'more',
    answeredBy: 'router',
    read: {
      tool: 'fetch_record',
      words: 'fetch record table="customers"',
      fills: ['key', '{"id": 1}'],
      given: '"id": 1',
      shows: 'Mira Tanaka 田中 🎉',
    },
    write: {
      tool: 'execute_statement',
      words: 'execute statement ```UPDATE orders SET total = 1 WHERE id = 1```',
      given: 'total = 1',
      shows: '"affectedRows": 1',
    },
  },
  {
    id: 'openapi',
    attachedBy: 'mention',
    answeredBy: 'router',
    read: { tool: 'lenses_list', words: 'lenses list limit=5', given: '5', shows: 'Größe 日本 🎉' },
    write: { tool: 'lenses_remove', words: 'lenses remove id="l1"', given: 'l1', shows: 'Größe 日本 🎉' },
  },
];
