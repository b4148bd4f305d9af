import { lazy, Suspense } from 'react';

const load = () => import('./markdown.tsx');
const Markdown = lazy(() => load().then((module) => ({ default: module.Markdown })));

/** Markdown, with the plain text in its place until the renderer is loaded. */
export function LazyMarkdown(props: { readonly text: string; readonly streaming?: boolean }) {
  return (
    <Suspense fallback={<div className="wrap-anywhere whitespace-pre-wrap">{props.text}</div>}>
      <Markdown {...props} />
    </Suspense>
  );
}

/** Fetches the renderer while nothing else is going on, so that the first answer does not show its raw text. */
export function preloadMarkdown(): void {
  const whenIdle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500));
  whenIdle(() => void load());
}
