import { badRequest, type Call, entity, found, parameter, type Route, type Row } from './call.ts';
import { listOf } from './odata.ts';
import { type Person, people } from './people.ts';
import { type Searchable, searchHits } from './search.ts';
import { type Channel, type Chat, type ChatMessage, newChatMessage, seedTeams } from './teams-data.ts';

const chatReading = ['Chat.Read', 'Chat.ReadWrite'];
const channelReading = ['ChannelMessage.Read.All'];

/** Chats, teams and channels and their routes (https://learn.microsoft.com/graph/api/resources/teams-api-overview). */
export function createTeams(): { readonly routes: readonly Route[]; readonly searchable: Searchable } {
  const { chats, teams } = seedTeams();
  let count = 0;
  const chatsOf = ({ person }: Call) => chats.filter(({ members }) => members.includes(people[person]));
  const chatOf = (call: Call): Chat => found(chatsOf(call).find(({ id }) => id === parameter(call, 'chat')));
  const teamsOf = ({ person }: Call) => teams.filter(({ members }) => members.includes(person));
  const teamOf = (call: Call) => found(teamsOf(call).find(({ id }) => id === parameter(call, 'team')));
  const channelOf = (call: Call): Channel => found(teamOf(call).channels.find(({ id }) => id === parameter(call, 'channel')));
  const rootOf = (call: Call): ChatMessage => found(channelOf(call).messages.find(({ id }) => id === parameter(call, 'message')));
  const show = (message: ChatMessage, status = 200) => entity('chats/messages/$entity', message, status);

  async function write(call: Call, given: Partial<ChatMessage> = {}): Promise<ChatMessage> {
    const {
      body,
      subject = null,
      ...rest
    } = (await call.json()) as { body?: { contentType: string; content: string }; subject?: string | null };
    if (body === undefined || body.content === '' || Object.keys(rest).length > 0) throw badRequest('Missing body content.');
    count += 1;
    const createdDateTime = new Date(Date.parse('2026-11-21T08:00:00Z') + count * 1000).toISOString();
    const webUrl = `https://teams.microsoft.com/l/message/${count}`;
    const content = body.contentType === 'text' ? body.content.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : body.content;
    return newChatMessage({ id: `new-${count}`, author: people[call.person], content, createdDateTime, subject, webUrl, ...given });
  }
  async function createChat(call: Call): Promise<Response> {
    const { chatType, topic = null, members } = (await call.json()) as { chatType: Chat['chatType']; topic?: string; members: Row[] };
    const everybody = members.map((member) => personAt(String(member['user@odata.bind'])));
    if (!everybody.includes(people[call.person])) throw badRequest('The signed-in user must be a member of the chat.');
    const isSame = (chat: Chat) => chat.chatType === 'oneOnOne' && everybody.every((person) => chat.members.includes(person));
    const known = chatType === 'oneOnOne' ? chats.find(isSame) : undefined;
    if (known !== undefined) return entity('chats/$entity', toChatRow(known, call), 201);
    count += 1;
    const chat: Chat = { id: `19:new-${count}@thread.v2`, topic, chatType, members: everybody, readAt: {}, messages: [] };
    chats.push(chat);
    return entity('chats/$entity', toChatRow(chat, call), 201);
  }

  const routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/me/chats',
      scopes: chatReading,
      run: (call) =>
        listOf(
          call,
          chatsOf(call).map((chat) => toChatRow(chat, call)),
          { place: '$skiptoken', only: ['$top', '$skiptoken', '$expand', '$filter'], maxTop: 50 },
        ),
    },
    {
      method: 'GET',
      path: '/chats/:chat/members',
      scopes: chatReading,
      run: (call) => listOf(call, chatOf(call).members.map(toMemberRow), { only: [] }),
    },
    {
      method: 'GET',
      path: '/chats/:chat/messages',
      scopes: chatReading,
      run: (call) => listOf(call, chatOf(call).messages, { place: '$skiptoken', only: ['$top', '$skiptoken', '$orderby'], maxTop: 50 }),
    },
    {
      method: 'GET',
      path: '/chats/:chat/messages/:message',
      scopes: chatReading,
      run: (call) => show(found(chatOf(call).messages.find(({ id }) => id === parameter(call, 'message')))),
    },
    {
      method: 'POST',
      path: '/chats/:chat/messages',
      scopes: ['ChatMessage.Send', 'Chat.ReadWrite'],
      run: async (call) => {
        const { messages } = chatOf(call);
        const message = await write(call);
        messages.push(message);
        return show(message, 201);
      },
    },
    { method: 'POST', path: '/chats', scopes: ['Chat.Create', 'Chat.ReadWrite'], run: createChat },
    {
      method: 'GET',
      path: '/me/joinedTeams',
      scopes: ['Team.ReadBasic.All'],
      run: (call) =>
        listOf(
          call,
          teamsOf(call).map(({ id, displayName }) => ({ id, displayName, description: null, isArchived: false })),
          { only: [], pageSize: 999 },
        ),
    },
    {
      method: 'GET',
      path: '/teams/:team/channels',
      scopes: ['Channel.ReadBasic.All'],
      run: (call) =>
        listOf(
          call,
          teamOf(call).channels.map(({ id, displayName, membershipType }) => ({
            id,
            displayName,
            membershipType,
            description: null,
            webUrl: `https://teams.microsoft.com/l/channel/${id}`,
          })),
          { only: ['$select', '$filter', '$expand'], pageSize: 999 },
        ),
    },
    {
      method: 'GET',
      path: '/teams/:team/channels/:channel/messages',
      scopes: channelReading,
      run: (call) =>
        listOf(call, channelOf(call).messages.toReversed(), { place: '$skiptoken', only: ['$top', '$skiptoken', '$expand'], maxTop: 50 }),
    },
    { method: 'GET', path: '/teams/:team/channels/:channel/messages/:message', scopes: channelReading, run: (call) => show(rootOf(call)) },
    {
      method: 'GET',
      path: '/teams/:team/channels/:channel/messages/:message/replies',
      scopes: channelReading,
      run: (call) =>
        listOf(call, channelOf(call).replies.get(rootOf(call).id) ?? [], { place: '$skiptoken', only: ['$top', '$skiptoken'], maxTop: 50 }),
    },
    {
      method: 'POST',
      path: '/teams/:team/channels/:channel/messages',
      scopes: ['ChannelMessage.Send'],
      run: async (call) => {
        const { messages } = channelOf(call);
        const message = await write(call);
        messages.push(message);
        return show(message, 201);
      },
    },
    {
      method: 'POST',
      path: '/teams/:team/channels/:channel/messages/:message/replies',
      scopes: ['ChannelMessage.Send'],
      run: async (call) => {
        const { replies } = channelOf(call);
        const root = rootOf(call);
        const message = await write(call, { replyToId: root.id });
        replies.set(root.id, [message, ...(replies.get(root.id) ?? [])]);
        return show(message, 201);
      },
    },
  ];
  const searchable: Searchable = {
    entityType: 'chatMessage',
    scopes: [...chatReading, ...channelReading],
    search: (call, words) =>
      searchHits(placesOf(call), words, { text: ({ message }) => `${message.subject ?? ''} ${message.body.content}`, hit: toHit }),
  };
  return { routes, searchable };

  function placesOf(call: Call): readonly FoundMessage[] {
    return [
      ...chatsOf(call).flatMap(({ id, messages }) => messages.map((message) => ({ message, chatId: id, teamId: '', channelId: '' }))),
      ...teamsOf(call).flatMap(({ id, channels }) =>
        channels.flatMap((channel) =>
          [...channel.messages, ...[...channel.replies.values()].flat()].map((message) => ({
            message,
            chatId: '',
            teamId: id,
            channelId: channel.id,
          })),
        ),
      ),
    ];
  }
}

type FoundMessage = { readonly message: ChatMessage; readonly chatId: string; readonly teamId: string; readonly channelId: string };

/** A hit names its channel; the team and the beginning of the thread are in its link only. */
function toHit({ message, chatId, teamId, channelId }: FoundMessage): Row {
  const { id, subject, createdDateTime, from, replyToId } = message;
  const link = new URLSearchParams({ groupId: teamId, createdTime: '1', ...(replyToId === null ? {} : { parentMessageId: replyToId }) });
  const author = from === null ? {} : { from: { emailAddress: { name: from.user.displayName } } };
  const place =
    chatId === ''
      ? { channelIdentity: { channelId }, webLink: `https://teams.microsoft.com/l/message/${channelId}/${id}?${link}` }
      : { chatId, channelIdentity: {}, webLink: `https://outlook.office365.com/owa/?ItemID=${id}&exvsurl=1&viewmodel=ReadMessageItem` };
  return {
    hitId: id,
    resource: { '@odata.type': '#microsoft.graph.chatMessage', id, subject: subject ?? '', createdDateTime, ...author, ...place },
  };
}

function toChatRow({ id, topic, chatType, members, readAt, messages }: Chat, call: Call): Row {
  const expanded = call.url.searchParams.get('$expand')?.split(',') ?? [];
  const last = messages.at(-1);
  const preview =
    last === undefined ? null : { id: last.id, createdDateTime: last.createdDateTime, from: last.from, body: last.body, isDeleted: false };
  return {
    id,
    topic,
    chatType,
    createdDateTime: '2026-11-01T08:00:00Z',
    webUrl: `https://teams.microsoft.com/l/chat/${id}`,
    viewpoint: { isHidden: false, lastMessageReadDateTime: readAt[call.person] ?? null },
    ...(expanded.includes('members') ? { members: members.map(toMemberRow) } : {}),
    ...(expanded.includes('lastMessagePreview') ? { lastMessagePreview: preview } : {}),
  };
}

const toMemberRow = ({ id, displayName, mail }: Person): Row => ({
  '@odata.type': '#microsoft.graph.aadUserConversationMember',
  id: `member-${id}`,
  roles: ['owner'],
  displayName,
  userId: id,
  email: mail,
});

function personAt(address: string): Person {
  const user = decodeURIComponent(/\/users\('([^']+)'\)$/.exec(address)?.[1] ?? '');
  return found(Object.values(people).find(({ id, mail }) => id === user || mail === user));
}
