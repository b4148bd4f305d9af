/** The `@word` that is being typed just before the caret: where it starts and what it looks for. Null when there is none. */
export function mentionAt(text: string, caret: number): { readonly start: number; readonly search: string } | null {
  const match = /(^|\s)@([\w .-]{0,40})$/.exec(text.slice(0, caret));
  if (match === null) return null;
  const search = match[2] ?? '';
  // Two spaces, or one right after the @, mean that it was only an @.
  if (/^ | {2}/.test(search)) return null;
  return { start: caret - search.length - 1, search };
}

/** The names that a mention fits, those that begin with it first. */
export function rankMentions<Named extends { readonly name: string; readonly slug: string }>(
  search: string,
  all: readonly Named[],
): readonly Named[] {
  const wanted = search.trim().toLowerCase();
  const rank = ({ name, slug }: Named) => {
    const names = [name.toLowerCase(), slug];
    if (names.some((text) => text.startsWith(wanted))) return 0;
    return names.some((text) => text.includes(wanted)) ? 1 : 2;
  };
  return all
    .filter((entry) => rank(entry) < 2)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 8);
}
