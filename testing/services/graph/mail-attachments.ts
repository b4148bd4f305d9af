import { badRequest, GraphError, type Row } from './call.ts';
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
