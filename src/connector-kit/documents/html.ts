import { gfm } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';

/** HTML as Markdown: what a person would read, without scripts, styles and pictures that lie inside the page. */
export function htmlToMarkdown(html: string): string {
  const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  service.use(gfm);
  service.remove(['script', 'style', 'head', 'noscript', 'template', 'iframe']);
  service.addRule('inner-pictures', {
    filter: (node) => node.nodeName === 'IMG' && !/^https?:/i.test(node.getAttribute('src') ?? ''),
    replacement: (_text, node) => ('getAttribute' in node ? node.getAttribute('alt') : null) ?? '',
  });
  return service.turndown(html).trim();
}
