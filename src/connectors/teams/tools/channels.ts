import { defineTool, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { chatMessage, graphChatMessage, teamsList, toChatMessage } from '../message.ts';

const graphPlace = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  webUrl: z.string().nullish(),
  isArchived: z.boolean().nullish(),
  membershipType: z.string().nullish(),
});
const place = z.object({ id: z.string(), name: z.string(), description: z.string(), isArchived: z.boolean(), url: z.string() });

const toPlace = ({ id, displayName, description, isArchived, webUrl }: z.output<typeof graphPlace>): z.output<typeof place> => ({
  id,
  name: displayName ?? '',
  description: description ?? '',
  isArchived: isArchived ?? false,
  url: webUrl ?? '',
});

/** The teams of the person. */
export const listJoinedTeams = defineTool({
  name: 'list_joined_teams',
  title: 'List teams',
  description: 'Lists the teams that this person is a member of. Use it to find a team; list_channels goes on from there.',
  scopes: ['Team.ReadBasic.All'],
  ...reads,
  input: z.object({ cursor: teamsList.cursor }),
  output: z.object({ teams: z.array(place), next: listNext }),
  examples: [{ title: 'Which teams are there?', input: {} }],
  run: async ({ cursor }, { http }) => {
    const { entries, next } = await readGraphList(http, '/me/joinedTeams', { entry: graphPlace, cursor });
    return { teams: entries.map(toPlace), next };
  },
});

/** The channels of a team. */
export const listChannels = defineTool({
  name: 'list_channels',
  title: 'List channels',
  description: 'Lists the channels of a team that this person may see. Use it to find a channel to read or to write to.',
  scopes: ['Channel.ReadBasic.All'],
  ...reads,
  input: z.object({ teamId: z.string().min(1), cursor: teamsList.cursor }),
  output: z.object({ channels: z.array(place.extend({ type: z.string().describe('standard, private or shared') })), next: listNext }),
  examples: [{ title: 'Which channels are there?', input: { teamId: 'team-optics' } }],
  run: async ({ teamId, cursor }, { http }) => {
    const query = { $select: 'id,displayName,description,webUrl,isArchived,membershipType' };
    const { entries, next } = await readGraphList(http, path`/teams/${teamId}/channels`, { entry: graphPlace, query, cursor });
    return { channels: entries.map((found) => ({ ...toPlace(found), type: found.membershipType ?? 'standard' })), next };
  },
});

const channel = { teamId: z.string().min(1), channelId: z.string().min(1) };

/** What was posted in a channel. */
export const listChannelMessages = defineTool({
  name: 'list_channel_messages',
  title: 'List messages of a channel',
  description:
    'Lists the messages that threads of a channel begin with, as Markdown. Use it to see what is discussed; list_message_replies reads a thread.',
  scopes: ['ChannelMessage.Read.All'],
  ...reads,
  input: z.object({ ...channel, ...teamsList }),
  output: z.object({ messages: z.array(chatMessage), next: listNext }),
  examples: [{ title: 'What is discussed?', input: { teamId: 'team-optics', channelId: '19:general@thread.tacv2', limit: 5 } }],
  run: async ({ teamId, channelId, limit, cursor }, { http, signal }) => {
    const options = { entry: graphChatMessage, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/teams/${teamId}/channels/${channelId}/messages`, options);
    return { messages: await Promise.all(entries.map((found) => toChatMessage(found, signal))), next };
  },
});

/** A thread. */
export const listMessageReplies = defineTool({
  name: 'list_message_replies',
  title: 'List replies to a message',
  description: 'Lists the replies to a message of a channel, as Markdown. Use it to read a thread after list_channel_messages.',
  scopes: ['ChannelMessage.Read.All'],
  ...reads,
  input: z.object({ ...channel, messageId: z.string().min(1), ...teamsList }),
  output: z.object({ replies: z.array(chatMessage), next: listNext }),
  examples: [
    { title: 'What was answered?', input: { teamId: 'team-optics', channelId: '19:general@thread.tacv2', messageId: 'general-1' } },
  ],
  run: async ({ teamId, channelId, messageId, limit, cursor }, { http, signal }) => {
    const to = path`/teams/${teamId}/channels/${channelId}/messages/${messageId}/replies`;
    const { entries, next } = await readGraphList(http, to, { entry: graphChatMessage, limit, cursor });
    return { replies: await Promise.all(entries.map((found) => toChatMessage(found, signal))), next };
  },
});
