import { useState } from 'react';

const firstText = '// Shift+Enter runs the query around the cursor. An empty line begins another one.\n';

/** The text of the editor, kept in this browser for the next visit. */
export function useDraft(personId: string): readonly [string, (text: string) => void] {
  const key = `patchbay-lake-draft-${personId}`;
  const [draft, setDraft] = useState(() => localStorage.getItem(key) ?? firstText);
  const write = (text: string) => {
    setDraft(text);
    localStorage.setItem(key, text);
  };
  return [draft, write];
}
