import { type Person, type PersonName, people } from './people.ts';

export type ChatMessage = {
  readonly id: string;
  readonly messageType: 'message' | 'systemEventMessage';
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly lastEditedDateTime: string | null;
  readonly deletedDateTime: string | null;
  readonly subject: string | null;
  readonly importance: 'normal' | 'high' | 'urgent';
  readonly from: { readonly user: { readonly id: string; readonly displayName: string; readonly userIdentityType: string } } | null;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly attachments: readonly {
    readonly id: string;
    readonly contentType: string;
    readonly contentUrl: string;
    readonly name: string;
  }[];
  readonly replyToId: string | null;
  readonly webUrl: string | null;
};
export type Chat = {
  readonly id: string;
  readonly topic: string | null;
  readonly chatType: 'oneOnOne' | 'group';
  readonly members: readonly Person[];
  /** When each of them read last. */
  readonly readAt: Partial<Record<PersonName, string>>;
  readonly messages: ChatMessage[];
};
export type Channel = {
  readonly id: string;
  readonly displayName: string;
  readonly membershipType: string;
  readonly messages: ChatMessage[];
  readonly replies: Map<string, ChatMessage[]>;
};
export type Team = {
  readonly id: string;
  readonly displayName: string;
  readonly members: readonly PersonName[];
  readonly channels: readonly Channel[];
};

export function newChatMessage(
  given: Partial<ChatMessage> & { readonly id: string; readonly author: Person; readonly content: string },
): ChatMessage {
  const { author, content, ...rest } = given;
  const createdDateTime = given.createdDateTime ?? '2026-11-20T09:00:00Z';
  return {
    messageType: 'message',
    createdDateTime,
    lastModifiedDateTime: createdDateTime,
    lastEditedDateTime: null,
    deletedDateTime: null,
    subject: null,
    importance: 'normal',
    from: { user: { id: author.id, displayName: author.displayName, userIdentityType: 'aadUser' } },
    body: { contentType: 'html', content },
    attachments: [],
    replyToId: null,
    webUrl: null,
    ...rest,
  };
}

const minute = (index: number) => new Date(Date.parse('2026-11-19T08:00:00Z') + index * 60_000).toISOString();

export function seedTeams(): { readonly chats: Chat[]; readonly teams: readonly Team[] } {
  const lens = [
    newChatMessage({
      id: 'lens-1',
      author: people.jonas,
      content: '<p>The <strong>lens</strong> is done <emoji id="party" alt="🎉" title="Party"></emoji> <at id="0">Mira</at></p>',
      createdDateTime: minute(0),
      attachments: [
        { id: 'a', contentType: 'reference', contentUrl: 'https://halden.sharepoint.example/Größe.docx', name: 'Größe 日本.docx' },
      ],
    }),
    ...Array.from({ length: 59 }, (_, index) =>
      newChatMessage({
        id: `lens-${index + 2}`,
        author: people.elif,
        content: `<p>Step ${index + 2}</p>`,
        createdDateTime: minute(index + 1),
      }),
    ),
  ];
  const group: Chat = {
    id: '19:lens@thread.v2',
    topic: 'Lens project 日本 🎉',
    chatType: 'group',
    members: [people.mira, people.jonas, people.elif],
    readAt: { mira: '2026-11-18T00:00:00Z' },
    messages: lens,
  };
  const pair: Chat = {
    id: '19:pair@unq.gbl.spaces',
    topic: null,
    chatType: 'oneOnOne',
    members: [people.mira, people.elif],
    readAt: { mira: '2026-11-20T10:00:00Z' },
    messages: [newChatMessage({ id: 'pair-1', author: people.elif, content: 'Hello' })],
  };
  const empty: Chat = {
    id: '19:empty@unq.gbl.spaces',
    topic: null,
    chatType: 'oneOnOne',
    members: [people.jonas, people.elif],
    readAt: {},
    messages: [],
  };
  return { chats: [group, pair, empty], teams: [optics()] };
}

function optics(): Team {
  const messages = Array.from({ length: 12 }, (_, index) =>
    newChatMessage({
      id: `general-${index + 1}`,
      author: people.elif,
      subject: index === 0 ? 'New lens line' : null,
      content: index === 0 ? '<h2>Line</h2><p>See the <a href="https://halden.example/l">plan</a></p>' : `<p>Post ${index + 1}</p>`,
      createdDateTime: minute(index),
    }),
  );
  const replies = [
    newChatMessage({
      id: 'general-1-b',
      author: people.mira,
      content: 'I agree, the lens is good',
      createdDateTime: minute(30),
      replyToId: 'general-1',
    }),
    newChatMessage({ id: 'general-1-a', author: people.jonas, content: 'When? 日本', createdDateTime: minute(20), replyToId: 'general-1' }),
  ];
  const general = {
    id: '19:general@thread.tacv2',
    displayName: 'General',
    membershipType: 'standard',
    messages,
    replies: new Map([['general-1', replies]]),
  };
  const size = { id: '19:size@thread.tacv2', displayName: 'Größe 日本 🎉', membershipType: 'private', messages: [], replies: new Map() };
  return { id: 'team-optics', displayName: 'Halden Optics', members: ['mira'], channels: [general, size] };
}
