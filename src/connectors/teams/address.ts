import { path, ToolError } from '../../connector-kit/index.ts';

/** Where a message lies; in a channel, the one that its thread begins with. */
export type MessageAddress =
  | { readonly kind: 'chat'; readonly chatId: string; readonly messageId: string }
  | { readonly kind: 'channel'; readonly teamId: string; readonly channelId: string; readonly messageId: string };

/** An id that says where it leads: `chat/…/…` or `channel/…/…/…`. */
export function showAddress(address: MessageAddress): string {
  switch (address.kind) {
    case 'chat':
      return path`chat/${address.chatId}/${address.messageId}`;
    case 'channel':
      return path`channel/${address.teamId}/${address.channelId}/${address.messageId}`;
  }
}

export function readAddress(id: string): MessageAddress {
  const [kind, ...parts] = id.split('/').map(decode);
  const [first = '', second = '', third = ''] = parts;
  if (kind === 'chat' && parts.length === 2) return { kind, chatId: first, messageId: second };
  if (kind === 'channel' && parts.length === 3) return { kind, teamId: first, channelId: second, messageId: third };
  throw new ToolError('This is no id that search gave. It looks like chat/CHAT/MESSAGE or channel/TEAM/CHANNEL/MESSAGE.');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export type FoundMessage = {
  readonly id: string;
  readonly chatId?: string | null | undefined;
  readonly channelIdentity?:
    | { readonly teamId?: string | null | undefined; readonly channelId?: string | null | undefined }
    | null
    | undefined;
  readonly replyToId?: string | null | undefined;
  readonly webLink?: string | null | undefined;
};

/** Where a hit of the search lies. It does not always name the team; its link does. Null: nothing says so. */
export function addressOfHit({ id, chatId, channelIdentity, replyToId, webLink }: FoundMessage): MessageAddress | null {
  if (channelIdentity?.channelId) {
    const link = webLink && URL.canParse(webLink) ? new URL(webLink).searchParams : new URLSearchParams();
    const teamId = channelIdentity.teamId ?? link.get('groupId');
    const messageId = replyToId ?? link.get('parentMessageId') ?? id;
    return teamId === null ? null : { kind: 'channel', teamId, channelId: channelIdentity.channelId, messageId };
  }
  return chatId ? { kind: 'chat', chatId, messageId: id } : null;
}
