import { extractText, getDocumentProxy } from 'unpdf';

/** A PDF's text, page by page. Pictures of text, as scanners make them, have none. */
export async function readPdf(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(bytes, { verbosity: 0 });
  const { text } = await extractText(document, { mergePages: false });
  await document.loadingTask.destroy();
  return text.map((page, index) => `## Page ${index + 1}\n\n${page.trim()}`).join('\n\n');
}
