import { useCallback, useEffect, useRef, useState } from 'react';

const near = 80;

/** Keeps a growing list at its end, unless the person has scrolled away from it. */
export function useStickToEnd() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);
  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    stuck.current = true;
    element.scrollTop = element.scrollHeight;
  }, []);
  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    if (outer === null || inner === null) return;
    const onScroll = () => {
      stuck.current = outer.scrollHeight - outer.scrollTop - outer.clientHeight < near;
      setAway(!stuck.current);
    };
    const observer = new ResizeObserver(() => {
      if (stuck.current) outer.scrollTop = outer.scrollHeight;
    });
    observer.observe(inner);
    outer.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      outer.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { scroller, content, away, toEnd };
}
