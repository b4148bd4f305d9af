import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refused, tagged } from './refused.ts';
import { defineRoute, type Routes } from './route.ts';
import { contentHash, type Content, nameOf } from './tree.ts';
import { describe, itemAt, type View } from './view.ts';

const scope = 'files.content.read';
const argument = z.object({ path: z.string() });

/** What gives contents out; `links` are the temporary ones, by the end of their address. */
export function contentRoutes(addressOf: (token: string) => string): {
  readonly routes: Routes;
  readonly links: ReadonlyMap<string, Content>;
} {
  const links = new Map<string, Content>();
  const routes: Routes = {
    'files/download': defineRoute({
      scope,
      style: 'download',
      argument,
      run: ({ path }, view) => {
        const { content, about } = fileAt(view, path);
        if (content.isPaper) throw new Refused(tagged('unsupported_file'));
        return { kind: 'download', about, content };
      },
    }),
    'files/export': defineRoute({
      scope,
      style: 'download',
      argument: argument.extend({ export_format: z.string().optional() }),
      run: ({ path, export_format: format = 'html' }, view) => {
        const { content, about, at } = fileAt(view, path);
        if (!content.isPaper || content.whole === null) throw new Refused(tagged('non_exportable'));
        if (format !== 'html') throw new Refused(tagged('invalid_export_format'));
        const name = nameOf(at).replace(/\.paper$/, '.html');
        const exported = { name, size: content.bytes, export_hash: contentHash(content.whole), paper_revision: 1 };
        return { kind: 'download', about: { export_metadata: exported, file_metadata: about }, content };
      },
    }),
    'files/get_temporary_link': defineRoute({
      scope,
      argument,
      run: ({ path }, view) => {
        const { content, about } = fileAt(view, path);
        if (content.isPaper) throw new Refused(tagged('unsupported_file'));
        const token = randomBytes(18).toString('base64url');
        links.set(token, content);
        return { metadata: about, link: addressOf(token) };
      },
    }),
  };
  return { routes, links };
}

function fileAt(view: View, path: string) {
  const item = itemAt(view, path, ['path']);
  if (item.content === null) throw new Refused(tagged('path', 'not_file'));
  return { content: item.content, about: describe(view, item), at: item.at };
}
