import mammoth from 'mammoth';
import { htmlToMarkdown } from './html.ts';
import { openArchive } from './archive.ts';

/** A Word document as Markdown: headings, lists, tables and links; pictures are left out. */
export async function readDocx(bytes: Uint8Array): Promise<string> {
  // Refuses an archive that would unpack to more than fits.
  openArchive(bytes, () => false);
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  return htmlToMarkdown(value);
}
