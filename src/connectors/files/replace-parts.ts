import { ToolError } from '../../connector-kit/index.ts';

export type Edit = { readonly find: string; readonly replace: string; readonly all: boolean };

/** Makes the edits one after the other. Throws unless each finds its part, and exactly one where one is meant. */
export function replaceParts(text: string, edits: readonly Edit[]): { readonly text: string; readonly replacements: number } {
  let replacements = 0;
  const changed = edits.reduce((current, { find, replace, all }) => {
    const pieces = current.split(find);
    const count = pieces.length - 1;
    const shown = find.length > 80 ? `${find.slice(0, 80)}…` : find;
    if (count === 0) throw new ToolError(`"${shown}" is not in the file. Nothing was changed; read the file again.`);
    if (count > 1 && !all)
      throw new ToolError(
        `"${shown}" is in the file ${count} times. Nothing was changed; give more of the text around it, or set \`all\`.`,
      );
    replacements += count;
    return pieces.join(replace);
  }, text);
  return { text: changed, replacements };
}
