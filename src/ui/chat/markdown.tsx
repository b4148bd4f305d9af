import { isValidElement, type ReactNode, useState } from 'react';
import { type Components, Streamdown } from 'streamdown';
import { CodeBlock } from '../kit/json-view.tsx';

/** Markdown as a model or a tool wrote it, also while it is still arriving. Nothing in it loads by itself. */
export function Markdown({ text, streaming = false }: { readonly text: string; readonly streaming?: boolean }) {
  return (
    <Streamdown
      className="markdown"
      mode={streaming ? 'streaming' : 'static'}
      components={components}
      controls={false}
      linkSafety={{ enabled: false }}
      disableAutolinkProtocols={['mailto']}
    >
      {text}
    </Streamdown>
  );
}

const components: Components = {
  a: ({ href, children }) =>
    href === undefined || !/^(https?|mailto):/i.test(href) ? (
      <span>{children}</span>
    ) : (
      <a href={href} target="_blank" rel="noopener noreferrer" title={href}>
        {children}
      </a>
    ),
  img: ({ src, alt }) => <RemoteImage src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  pre: ({ children }) => <CodeBlock text={textOf(children).trimEnd()} className="my-3" />,
  code: ({ children }) => <code>{children}</code>,
  inlineCode: ({ children }) => <code>{children}</code>,
  table: ({ children }) => (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
};

/** An image's address can carry what was read out of a tool to a stranger's server: it is asked for only on a click. */
function RemoteImage({ src, alt }: { readonly src: string; readonly alt: string }) {
  const [wanted, setWanted] = useState(false);
  if (src.startsWith('data:image/')) return <img src={src} alt={alt} className="my-3 max-h-120 rounded-md border" />;
  if (!src.startsWith('https://')) return <span>{alt}</span>;
  if (wanted) return <img src={src} alt={alt} referrerPolicy="no-referrer" className="my-3 max-h-120 rounded-md border" />;
  return (
    <button
      type="button"
      onClick={() => setWanted(true)}
      title={src}
      className="inline-flex max-w-full items-center gap-2 rounded-md border border-line-strong bg-raised px-2.5 py-1 text-sm hover:bg-inset"
    >
      <span className="truncate">Load image{alt ? ` “${alt}”` : ''}</span>
      <span className="text-ink-faint">from {new URL(src).host}</span>
    </button>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  // Elements of the code block: only their text matters.
  return isValidElement<{ readonly children?: ReactNode }>(node) ? textOf(node.props.children) : '';
}
