import { badRequest, entity, GraphError, nothing, type Row } from './call.ts';
import type { Attachment } from './mail-data.ts';

export type Attached = { readonly row: Attachment; readonly bytes: Uint8Array };

/** https://learn.microsoft.com/graph/api/message-post-attachments: a file in a request is smaller than 3 MB. */
const maxFileBytes = 3_000_000;
/** Graph takes 4 MB in one request; base64 makes four of three. */
const maxTogetherBytes = 3_000_000;
let count = 0;

/** One file that a client attaches. */
export function readAttachment(given: Row): Attached {
  const unknown = Object.keys(given).find((name) => !['@odata.type', 'name', 'contentType', 'contentBytes'].includes(name));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist on type 'microsoft.graph.fileAttachment'.`);
  const { name, contentType, contentBytes } = given;
  if (given['@odata.type'] !== '#microsoft.graph.fileAttachment') throw badRequest('The annotation odata.type was not found.');
  if (typeof name !== 'string' || typeof contentBytes !== 'string') throw badRequest('A file has a name and its bytes.');
  const bytes = Buffer.from(contentBytes, 'base64');
  if (bytes.toString('base64') !== contentBytes) throw badRequest('Cannot convert the literal to the expected type Edm.Binary.');
  if (bytes.length >= maxFileBytes) throw new GraphError(413, 'ErrorAttachmentSizeLimitExceeded', 'The attachment is too large.');
  return toAttached({ name, contentType, bytes });
}

function toAttached({
  name,
  contentType,
  bytes,
}: {
  readonly name: string;
  readonly contentType: unknown;
  readonly bytes: Uint8Array;
}): Attached {
  count += 1;
  return {
    row: {
      '@odata.type': '#microsoft.graph.fileAttachment',
      id: `AAMkAD-attached-${count}`,
      name,
      contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
      size: bytes.length,
      isInline: false,
      lastModifiedDateTime: '2026-11-20T08:00:00Z',
    },
    bytes,
  };
}

/** Those that come with a message. */
export function attachmentsIn(message: Row): readonly Attached[] {
  const { attachments = [] } = message;
  if (!Array.isArray(attachments)) throw badRequest('attachments is a collection.');
  const files = attachments.map(readAttachment);
  const together = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (together >= maxTogetherBytes) throw new GraphError(413, 'RequestEntityTooLarge', 'The request is too large.');
  return files;
}

type Session = { readonly item: Row; readonly size: number; readonly done: (file: Attached) => void; bytes: Buffer };
const sessionPath = '/api/gv1.0/AttachmentSessions/';
const maxRangeBytes = 4 * 1024 * 1024;

/** Uploads of large files in ranges (https://learn.microsoft.com/graph/outlook-large-attachments). */
export function createUploads() {
  const sessions = new Map<string, Session>();
  return {
    isUpload: ({ pathname }: URL) => pathname.startsWith(sessionPath),
    /** Opens one, at an address on another host that carries its own permission. */
    open(url: URL, { item, done }: { readonly item: unknown; readonly done: (file: Attached) => void }): Response {
      const { attachmentType, name, size } = (item ?? {}) as Row;
      if (attachmentType !== 'file' || typeof name !== 'string' || typeof size !== 'number')
        throw badRequest('AttachmentItem is incomplete.');
      if (size < maxFileBytes) throw badRequest('The size of the file is smaller than the minimum for an upload session.');
      const key = `session-${sessions.size + 1}`;
      sessions.set(key, { item: item as Row, size, done, bytes: Buffer.alloc(0) });
      const host = url.hostname === 'graph.microsoft.com' ? 'https://outlook.office.com' : url.origin;
      const uploadUrl = `${host}${sessionPath}${key}?authtoken=once`;
      return entity(
        'microsoft.graph.uploadSession',
        { uploadUrl, expirationDateTime: '2026-11-21T08:00:00Z', nextExpectedRanges: ['0-'] },
        201,
      );
    },
    /** Takes one range after the other. */
    async put(request: Request): Promise<Response> {
      const session = sessions.get(new URL(request.url).pathname.slice(sessionPath.length));
      if (session === undefined || request.method !== 'PUT') return nothing(404);
      if (request.headers.has('authorization') && new URL(request.url).hostname === 'outlook.office.com') return nothing(401);
      const bytes = Buffer.from(await request.arrayBuffer());
      const start = session.bytes.length;
      const wanted = `bytes ${start}-${start + bytes.length - 1}/${session.size}`;
      if (bytes.length > maxRangeBytes || request.headers.get('content-range') !== wanted) return nothing(416);
      session.bytes = Buffer.concat([session.bytes, bytes]);
      if (session.bytes.length < session.size) return Response.json({ nextExpectedRanges: [`${session.bytes.length}-`] });
      session.done(toAttached({ name: String(session.item['name']), contentType: session.item['contentType'], bytes: session.bytes }));
      return new Response(null, { status: 201, headers: { location: 'https://outlook.office.com/api/v2.0/Attachments' } });
    },
  };
}
