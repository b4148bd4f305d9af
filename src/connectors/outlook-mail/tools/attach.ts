import { type Http, megabytes, type OutgoingFile, path, sizeOf, ToolError } from '../../../connector-kit/index.ts';
import { stableIds } from '../message.ts';

/** What one request to Graph carries; larger files need a session of uploads (https://learn.microsoft.com/graph/outlook-large-attachments). */
const maxRequestBytes = 3_000_000;

/** Refuses by its name what is too large for a request of its own. */
export function refuseLarge(files: readonly OutgoingFile[]): void {
  const large = files.find(({ bytes }) => bytes.length >= maxRequestBytes);
  if (large !== undefined)
    throw new ToolError(
      `The attachment ${large.name} has ${megabytes(large.bytes.length)} MB, and one may have up to 3 MB. Nothing was written. Put it where it can be shared, and send a link.`,
    );
}

/** What leaves at once goes with everything in one request, so that all files together are bounded. */
export function refuseTogetherLarge(files: readonly OutgoingFile[]): void {
  refuseLarge(files);
  const total = sizeOf(files);
  if (total >= maxRequestBytes)
    throw new ToolError(
      `The attachments have ${megabytes(total)} MB together, and what is sent at once takes up to 3 MB. Nothing was sent. A draft takes more.`,
    );
}

/** A file as Graph has it (https://learn.microsoft.com/graph/api/resources/fileattachment). */
export const toGraphFile = ({ name, mimeType, bytes }: OutgoingFile) => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  name,
  contentType: mimeType,
  contentBytes: bytes.toString('base64'),
});

/** Puts files into a draft, one by one. When one fails the draft is taken back: half of it would be sent for the whole. */
export async function attachToDraft(
  http: Http,
  { id, files }: { readonly id: string; readonly files: readonly OutgoingFile[] },
): Promise<void> {
  try {
    for (const file of files) await http.send(path`/me/messages/${id}/attachments`, { json: toGraphFile(file), headers: stableIds });
  } catch (error) {
    await http.send(path`/me/messages/${id}`, { method: 'DELETE', headers: stableIds }).catch(() => {});
    throw error;
  }
}
