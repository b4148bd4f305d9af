import type { ConversationItem } from '../../contract/objects.ts';

export type Source = { readonly url: string; readonly title: string };

/** The web addresses that an answer rests on: its citations, and the links that its calls returned. Each once. */
export function collectSources(items: readonly ConversationItem[]): readonly Source[] {
  const found = new Map<string, Source>();
  const add = (url: string, title: string) => {
    if (/^https?:\/\//i.test(url) && !found.has(url)) found.set(url, { url, title: title || url });
  };
  for (const item of items) {
    if (item.type === 'message' && item.role === 'assistant') {
      for (const part of item.content) if (part.type === 'output_text') for (const { url, title } of part.annotations) add(url, title);
    }
    if (item.type === 'mcp_call') {
      for (const block of item.patchbay?.result?.content ?? [])
        if (block.type === 'resource_link') add(block.uri, block.title ?? block.name);
    }
  }
  return [...found.values()];
}

/** The sources in one row under the answer. */
export function Sources({ sources }: { readonly sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-sm">
      <span className="mr-1 text-ink-faint">Sources</span>
      {sources.map(({ url, title }, index) => (
        <a
          key={url}
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          title={url}
          className="inline-flex max-w-60 items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-ink-soft transition-colors hover:border-line-strong hover:text-ink"
        >
          <span className="text-ink-faint tabular-nums">{index + 1}</span>
          <span className="truncate">{title}</span>
        </a>
      ))}
    </div>
  );
}
