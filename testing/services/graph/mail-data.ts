import { type Person, type PersonName, people, recipientOf } from './people.ts';

export type Recipient = { readonly emailAddress: { readonly name?: string; readonly address: string } };
export type Message = {
  readonly id: string;
  readonly '@odata.etag': string;
  readonly subject: string;
  readonly bodyPreview: string;
  readonly body: { readonly contentType: 'html' | 'text'; readonly content: string };
  readonly from: Recipient;
  readonly sender: Recipient;
  readonly toRecipients: readonly Recipient[];
  readonly ccRecipients: readonly Recipient[];
  readonly bccRecipients: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly receivedDateTime: string;
  readonly sentDateTime: string;
  readonly conversationId: string;
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  readonly importance: 'low' | 'normal' | 'high';
  readonly categories: readonly string[];
  readonly parentFolderId: string;
  readonly webLink: string;
};
export type Attachment = {
  readonly '@odata.type': string;
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly lastModifiedDateTime: string;
};
export type Folder = { readonly id: string; readonly displayName: string; readonly parentFolderId: string; readonly isHidden: boolean };
export type Mailbox = {
  readonly messages: Message[];
  readonly folders: readonly Folder[];
  readonly attachments: Map<string, readonly { readonly row: Attachment; readonly bytes: Uint8Array }[]>;
};

/** Names under which folders are known whatever their id (https://learn.microsoft.com/graph/api/resources/mailfolder). */
export const wellKnown = ['inbox', 'drafts', 'sentitems', 'deleteditems', 'archive', 'junkemail'] as const;
const displayNames = ['Inbox', 'Drafts', 'Sent Items', 'Deleted Items', 'Archive', 'Junk Email'];
export const folderId = (name: string) => `AQMkAD-${name}`;

export type NewMessage = Partial<Omit<Message, 'from'>> & { readonly id: string; readonly from: Recipient };

export function newMessage(given: NewMessage): Message {
  const content = given.body?.content ?? '';
  return {
    '@odata.etag': `W/"${given.id}"`,
    subject: '',
    bodyPreview: content
      .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .trim()
      .slice(0, 255),
    body: { contentType: 'html', content },
    sender: given.from,
    toRecipients: [],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    receivedDateTime: '2026-11-20T08:00:00Z',
    sentDateTime: given.receivedDateTime ?? '2026-11-20T08:00:00Z',
    conversationId: `conversation-${given.id}`,
    isRead: false,
    isDraft: false,
    hasAttachments: false,
    importance: 'normal',
    categories: [],
    parentFolderId: folderId('inbox'),
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(given.id)}`,
    ...given,
  };
}

export function seedMailboxes(): Readonly<Record<PersonName, Mailbox>> {
  return {
    mira: miraMailbox(),
    jonas: box(people.jonas, [['AAMkAD-jonas', 'Only for Jonas', 'Nobody else reads this.']]),
    nora: box(people.nora, []),
  };
}

function box(owner: Person, rows: readonly (readonly [id: string, subject: string, content: string])[]): Mailbox {
  const messages = rows.map(([id, subject, content], index) =>
    newMessage({
      id,
      subject,
      from: recipientOf(people.elif),
      toRecipients: [recipientOf(owner)],
      body: { contentType: 'html', content },
      receivedDateTime: `2026-11-${String(20 - (index % 19)).padStart(2, '0')}T${String(index % 24).padStart(2, '0')}:30:00Z`,
    }),
  );
  const folders = wellKnown.map((name, index) => ({
    id: folderId(name),
    displayName: displayNames[index] ?? name,
    parentFolderId: folderId('root'),
    isHidden: false,
  }));
  return { messages, folders, attachments: new Map() };
}

function miraMailbox(): Mailbox {
  const { messages, folders, attachments } = box(people.mira, [
    ['AAMkAD-budget', 'Budget 2027: Größe der Linsen 日本 🎉', budgetPage],
    ['AAMkAD-lens', 'Lens order', '<p>The <b>lenses</b> arrive on Friday.</p>'],
    ...Array.from({ length: 31 }, (_, index) => [`AAMkAD-n${index}`, `Note ${index}`, `<p>Note number ${index}</p>`] as const),
  ]);
  const [budget, ...rest] = messages;
  if (budget === undefined) throw new Error('the mailbox begins with the budget');
  const sheet = new TextEncoder().encode('item,price\nlens,12 €\nprism,7 €\n');
  const row = (id: string, name: string, contentType: string, size: number) => ({
    '@odata.type': '#microsoft.graph.fileAttachment',
    id,
    name,
    contentType,
    size,
    isInline: false,
    lastModifiedDateTime: '2026-11-20T08:00:00Z',
  });
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
  attachments.set(budget.id, [
    { row: row('AAMkAD-budget-sheet', 'Größe 日本.csv', 'text/csv', sheet.length), bytes: sheet },
    { row: row('AAMkAD-budget-dot', 'dot.png', 'image/png', picture.length), bytes: picture },
    { row: row('AAMkAD-budget-zip', 'data.zip', 'application/zip', 4), bytes: new Uint8Array([80, 75, 0, 0]) },
    {
      row: {
        ...row('AAMkAD-budget-link', 'Plan.docx', 'application/octet-stream', 200),
        '@odata.type': '#microsoft.graph.referenceAttachment',
      },
      bytes: new Uint8Array(),
    },
  ]);
  const changed = { hasAttachments: true, importance: 'high' as const, ccRecipients: [recipientOf(people.jonas)], categories: ['Money'] };
  const lens = rest.map((message) =>
    message.id === 'AAMkAD-lens' ? { ...message, from: recipientOf(people.jonas), isRead: true } : message,
  );
  const projects = { id: folderId('projects'), displayName: 'Projekte 日本', parentFolderId: folderId('inbox'), isHidden: false };
  return { messages: [{ ...budget, ...changed }, ...lens], folders: [...folders, projects], attachments };
}

const budgetPage =
  '<html><head><style>p{color:red}</style></head><body><script>alert(1)</script><h2>Budget</h2><p>Please <a href="https://halden.example/b">look</a> at the table.</p><table><tr><th>item</th><th>price</th></tr><tr><td>lens</td><td>12 €</td></tr></table></body></html>';
