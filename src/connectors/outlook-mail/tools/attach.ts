import { type Http, megabytes, type OutgoingFile, path, sizeOf, ToolError, z } from '../../../connector-kit/index.ts';
import { stableIds } from '../message.ts';

/** What one request to Graph carries; a larger file is uploaded in ranges (https://learn.microsoft.com/graph/outlook-large-attachments). */
const maxRequestBytes = 3_000_000;
/** Ranges are up to 4 MB, and their lengths multiples of 320 KiB wherever Graph takes ranges. */
const rangeBytes = 9 * 320 * 1024;

/** What leaves at once goes with everything in one request, so that all files together are bounded. */
export function refuseForOneRequest(files: readonly OutgoingFile[]): void {
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
    for (const file of files) {
      if (file.bytes.length >= maxRequestBytes) await uploadFile(http, { id, file });
      else await http.send(path`/me/messages/${id}/attachments`, { json: toGraphFile(file), headers: stableIds });
    }
  } catch (error) {
    await http.send(path`/me/messages/${id}`, { method: 'DELETE', headers: stableIds }).catch(() => {});
    throw error;
  }
}

/** https://learn.microsoft.com/graph/api/attachment-createuploadsession: the address it gives must not see the sign-in. */
async function uploadFile(http: Http, { id, file }: { readonly id: string; readonly file: OutgoingFile }): Promise<void> {
  const { name, mimeType, bytes } = file;
  const size = bytes.length;
  const json = { AttachmentItem: { attachmentType: 'file', name, size, contentType: mimeType } };
  const to = path`/me/messages/${id}/attachments/createUploadSession`;
  const { uploadUrl } = await http.read(z.object({ uploadUrl: z.string() }), to, { json, headers: stableIds });
  for (let start = 0; start < size; start += rangeBytes) {
    const range = new Uint8Array(bytes.subarray(start, start + rangeBytes));
    const headers = {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${start}-${start + range.length - 1}/${size}`,
    };
    const answer = await http.send(uploadUrl, { method: 'PUT', body: range, headers, goesElsewhere: true });
    await answer.body?.cancel();
  }
}
