import { lazy, Suspense } from 'react';

const Markdown = lazy(() => import('./markdown.tsx').then(({ Markdown }) => ({ default: Markdown })));

/** Markdown, with the plain text in its place until the renderer is loaded. */
export function LazyMarkdown(props: { readonly text: string; readonly streaming?: boolean }) {
  return (
    <Suspense fallback={<div className="wrap-anywhere whitespace-pre-wrap">{props.text}</div>}>
      <Markdown {...props} />
    </Suspense>
  );
}
