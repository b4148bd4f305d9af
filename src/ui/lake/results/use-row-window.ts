import { type RefObject, useEffect, useState } from 'react';

/** The rows in sight of a scrolling frame, and a few beyond each edge; all rows are equally high. */
export type RowWindow = { readonly first: number; readonly end: number };

const beyond = 12;

export function useRowWindow(
  frame: RefObject<HTMLElement | null>,
  { count, rowHeight }: { readonly count: number; readonly rowHeight: number },
): RowWindow {
  const [view, setView] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [frame]);
  return rowsInSight(view, { count, rowHeight });
}

export function rowsInSight(
  { top, height }: { readonly top: number; readonly height: number },
  { count, rowHeight }: { readonly count: number; readonly rowHeight: number },
): RowWindow {
  // Fewer rows than before: the frame has not scrolled back yet.
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - beyond, count - 1));
  return { first, end: Math.min(count, Math.ceil((top + height) / rowHeight) + beyond) };
}
