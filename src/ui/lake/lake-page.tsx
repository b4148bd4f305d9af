import { useEffect, useRef } from 'react';
import { monaco } from './editor/monaco.ts';
export function LakePage() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const editor = monaco.editor.create(ref.current!, { value: 'print x = 1 | extend y = foo', language: 'kusto', automaticLayout: true });
    return () => editor.dispose();
  }, []);
  return <div ref={ref} className="h-full" />;
}
