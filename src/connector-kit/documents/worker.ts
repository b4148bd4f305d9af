import { serveTasks } from '../serve-tasks.ts';
import { ToolError } from '../tool.ts';
import type { DocumentKind, DocumentTask } from './documents.ts';

/** Each reader with its library, loaded when its kind first comes. */
const readers: Readonly<Record<DocumentKind, (bytes: Uint8Array<ArrayBuffer>) => Promise<string>>> = {
  pdf: async (bytes) => (await import('./pdf.ts')).readPdf(bytes),
  docx: async (bytes) => (await import('./docx.ts')).readDocx(bytes),
  xlsx: async (bytes) => (await import('./xlsx.ts')).readXlsx(bytes),
  pptx: async (bytes) => (await import('./pptx.ts')).readPptx(bytes),
  html: async (bytes) => (await import('./html.ts')).htmlToMarkdown(new TextDecoder().decode(bytes)),
};

serveTasks(async ({ kind, bytes }: DocumentTask) => {
  try {
    return await readers[kind](bytes);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    // Whatever a library says of a broken file: the file is at fault, and its text need not reach a model.
    throw new ToolError(`This is no ${kind.toUpperCase()} document that can be read; it may be damaged or protected by a password.`, {
      cause: error,
    });
  }
});
