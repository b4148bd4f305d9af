import { type Attached, attachmentsIn, createUploads, readAttachment } from './mail-attachments.ts';
import { badRequest, type Call, entity, found, nothing, parameter, type Route, type Row } from './call.ts';
import { folderId, type Mailbox, type Message, newMessage, type Recipient, seedMailboxes, wellKnown } from './mail-data.ts';
import { listOf, selectFrom } from './odata.ts';
import { people, recipientOf } from './people.ts';

const reading = ['Mail.Read', 'Mail.ReadWrite'];
const writing = ['Mail.ReadWrite'];
const sending = ['Mail.Send'];

/** The mailboxes and their routes. Status codes are those of the reference, such as https://learn.microsoft.com/graph/api/user-sendmail. */
export function createMail(): { readonly routes: readonly Route[]; readonly uploads: ReturnType<typeof createUploads> } {
  const mailboxes = seedMailboxes();
  const uploads = createUploads();
  let count = 0;
  const boxOf = ({ person }: Call): Mailbox => mailboxes[person];
  const messageOf = (call: Call): Message => found(boxOf(call).messages.find(({ id }) => id === parameter(call, 'id')));
  const attachmentOf = (call: Call) =>
    found(
      boxOf(call)
        .attachments.get(parameter(call, 'id'))
        ?.find(({ row }) => row.id === parameter(call, 'attachment')),
    );

  function replace(call: Call, message: Message): Message {
    const { messages } = boxOf(call);
    messages.splice(
      messages.findIndex(({ id }) => id === message.id),
      1,
      message,
    );
    return message;
  }
  function add(call: Call, { folder, ...given }: Partial<Message> & { readonly folder: string }): Message {
    count += 1;
    const message = newMessage({
      ...given,
      id: `AAMkAD-new-${count}`,
      from: recipientOf(people[call.person]),
      parentFolderId: folderId(folder),
    });
    boxOf(call).messages.unshift(message);
    return message;
  }
  function answerTo(call: Call, { body, all }: { readonly body: Row; readonly all: boolean }): Partial<Message> {
    const original = messageOf(call);
    return {
      subject: `RE: ${original.subject}`,
      conversationId: original.conversationId,
      toRecipients: [original.from],
      ccRecipients: all ? original.ccRecipients : [],
      body: { contentType: 'html', content: `<p>${String(body['Comment'] ?? body['comment'] ?? '')}</p><hr>${original.body.content}` },
    };
  }
  /** Files lie beside their message. */
  function attach(call: Call, { message, files }: { readonly message: Message; readonly files: readonly Attached[] }): Message {
    if (files.length === 0) return message;
    const { attachments } = boxOf(call);
    attachments.set(message.id, [...(attachments.get(message.id) ?? []), ...files]);
    return replace(call, { ...message, hasAttachments: true });
  }
  const asDraft = (call: Call, given: Partial<Message>) => add(call, { ...given, folder: 'drafts', isDraft: true, isRead: true });
  const asSent = (call: Call, given: Partial<Message>) => add(call, { ...given, folder: 'sentitems', isRead: true });
  const show = (call: Call, message: Message, status = 200) =>
    entity(`users('${call.person}')/messages/$entity`, selectFrom(message, call.url.searchParams.get('$select')), status);

  const routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/me/messages',
      scopes: reading,
      run: (call) => listOf(call, boxOf(call).messages, { search: holds, place: placeOf(call) }),
    },
    { method: 'GET', path: '/me/messages/:id', scopes: reading, run: (call) => show(call, messageOf(call)) },
    {
      method: 'GET',
      path: '/me/mailFolders/:folder/messages',
      scopes: reading,
      run: (call) => {
        const id = folderOf(boxOf(call), parameter(call, 'folder')).id;
        return listOf(
          call,
          boxOf(call).messages.filter(({ parentFolderId }) => parentFolderId === id),
          { search: holds, place: placeOf(call) },
        );
      },
    },
    { method: 'GET', path: '/me/mailFolders', scopes: reading, run: (call) => listFolders(call, boxOf(call), folderId('root')) },
    {
      method: 'GET',
      path: '/me/mailFolders/:folder/childFolders',
      scopes: reading,
      run: (call) => listFolders(call, boxOf(call), folderOf(boxOf(call), parameter(call, 'folder')).id),
    },
    {
      method: 'GET',
      path: '/me/messages/:id/attachments',
      scopes: reading,
      run: (call) =>
        listOf(
          call,
          (boxOf(call).attachments.get(messageOf(call).id) ?? []).map(({ row }) => row),
        ),
    },
    {
      method: 'GET',
      path: '/me/messages/:id/attachments/:attachment',
      scopes: reading,
      run: (call) => entity('attachments/$entity', selectFrom(attachmentOf(call).row, call.url.searchParams.get('$select'))),
    },
    {
      method: 'GET',
      path: '/me/messages/:id/attachments/:attachment/$value',
      scopes: reading,
      run: (call) => {
        const { row, bytes } = attachmentOf(call);
        return new Response(Buffer.from(bytes), { headers: { 'content-type': row.contentType } });
      },
    },
    {
      method: 'POST',
      path: '/me/messages/:id/attachments',
      scopes: writing,
      run: async (call) => {
        const file = readAttachment(await call.json());
        attach(call, { message: messageOf(call), files: [file] });
        return entity(`users('${call.person}')/messages('${parameter(call, 'id')}')/attachments/$entity`, file.row, 201);
      },
    },
    {
      method: 'POST',
      path: '/me/messages/:id/attachments/createUploadSession',
      scopes: writing,
      run: async (call) => {
        const { AttachmentItem: item } = await call.json();
        const done = (file: Attached) => void attach(call, { message: messageOf(call), files: [file] });
        messageOf(call);
        return uploads.open(call.url, { item, done });
      },
    },
    {
      method: 'DELETE',
      path: '/me/messages/:id',
      scopes: writing,
      run: (call) => {
        const { messages } = boxOf(call);
        messages.splice(messages.indexOf(messageOf(call)), 1);
        return nothing(204);
      },
    },
    {
      method: 'POST',
      path: '/me/sendMail',
      scopes: sending,
      run: async (call) => {
        const { Message: given } = (await call.json()) as { readonly Message?: Row };
        const files = attachmentsIn(given ?? {});
        attach(call, { message: asSent(call, readMessage(given ?? {}, { addressed: true })), files });
        return nothing(202);
      },
    },
    {
      method: 'POST',
      path: '/me/messages',
      scopes: writing,
      run: async (call) => show(call, asDraft(call, readMessage(await call.json(), { addressed: false })), 201),
    },
    ...(['createReply', 'createReplyAll'] as const).map(
      (name): Route => ({
        method: 'POST',
        path: `/me/messages/:id/${name}`,
        scopes: writing,
        run: async (call) => show(call, asDraft(call, answerTo(call, { body: await call.json(), all: name === 'createReplyAll' })), 201),
      }),
    ),
    ...(['reply', 'replyAll'] as const).map(
      (name): Route => ({
        method: 'POST',
        path: `/me/messages/:id/${name}`,
        scopes: sending,
        run: async (call) => {
          const body = await call.json();
          // It is an object, or left out.
          const files = attachmentsIn((body['Message'] ?? {}) as Row);
          attach(call, { message: asSent(call, answerTo(call, { body, all: name === 'replyAll' })), files });
          return nothing(202);
        },
      }),
    ),
    {
      method: 'POST',
      path: '/me/messages/:id/createForward',
      scopes: writing,
      run: async (call) => {
        const body = await call.json();
        const { toRecipients } = readMessage({ toRecipients: body['ToRecipients'] ?? [] }, { addressed: false });
        const { subject } = messageOf(call);
        return show(
          call,
          asDraft(call, { ...answerTo(call, { body, all: false }), subject: `FW: ${subject}`, toRecipients: toRecipients ?? [] }),
          201,
        );
      },
    },
    {
      method: 'POST',
      path: '/me/messages/:id/move',
      scopes: writing,
      run: async (call) => {
        const { id } = folderOf(boxOf(call), String((await call.json())['DestinationId'] ?? ''));
        return show(call, replace(call, { ...messageOf(call), parentFolderId: id }), 201);
      },
    },
    {
      method: 'PATCH',
      path: '/me/messages/:id',
      scopes: writing,
      run: async (call) => show(call, replace(call, { ...messageOf(call), ...readMessage(await call.json(), { addressed: false }) })),
    },
  ];
  return { routes, uploads };
}

/** The service pages a search by tokens and a list by numbers. */
const placeOf = (call: Call) => (call.url.searchParams.has('$search') ? '$skiptoken' : '$skip');

function folderOf({ folders }: Mailbox, name: string) {
  const id = wellKnown.some((each) => each === name) ? folderId(name) : name;
  return found(folders.find((folder) => folder.id === id));
}

function listFolders(call: Call, { folders, messages }: Mailbox, parent: string): Response {
  const rows = folders
    .filter(({ parentFolderId }) => parentFolderId === parent)
    .map((folder) => {
      const inside = messages.filter(({ parentFolderId }) => parentFolderId === folder.id);
      const childFolderCount = folders.filter(({ parentFolderId }) => parentFolderId === folder.id).length;
      return { ...folder, childFolderCount, totalItemCount: inside.length, unreadItemCount: inside.filter(({ isRead }) => !isRead).length };
    });
  return listOf(call, rows);
}

/** Words, and `from:` and `subject:` before one, all of which must be there. */
function holds(message: Message, phrase: string): boolean {
  const { name = '', address } = message.from.emailAddress;
  const texts = {
    from: `${name} ${address}`,
    subject: message.subject,
    any: `${message.subject} ${name} ${address} ${message.bodyPreview}`,
  };
  return phrase.split(/\s+/).every((word) => {
    const [, field = 'any', text = word] = /^(from|subject):(.+)$/.exec(word) ?? [];
    return texts[field as keyof typeof texts].toLowerCase().includes(text.toLowerCase());
  });
}

const writable = ['subject', 'body', 'importance', 'toRecipients', 'ccRecipients', 'bccRecipients', 'isRead', 'categories', 'attachments'];

/** What a client may write; anything else is refused, as are addresses that are none. */
function readMessage(given: Row, { addressed }: { readonly addressed: boolean }): Partial<Message> {
  const unknown = Object.keys(given).find((name) => !writable.includes(name));
  if (unknown !== undefined)
    throw badRequest(`The property '${unknown}' does not exist on type 'microsoft.graph.message' or cannot be written.`);
  const { attachments: _, ...rest } = given;
  const message = rest as Partial<Message>;
  const recipients: readonly Recipient[] = [message.toRecipients, message.ccRecipients, message.bccRecipients].flatMap(
    (list) => list ?? [],
  );
  if (recipients.some(({ emailAddress }) => !emailAddress.address.includes('@'))) throw badRequest('At least one recipient is not valid.');
  if (addressed && recipients.length === 0) throw badRequest('At least one recipient is not valid.');
  return message;
}
