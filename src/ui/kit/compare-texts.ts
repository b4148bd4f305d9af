import { diffLines, diffWordsWithSpace } from 'diff';

export type DiffPart = { readonly text: string; readonly marked: boolean };
/** One line of the comparison: what stands left and right; null where that side has no such line. */
export type DiffRow = { readonly before: readonly DiffPart[] | null; readonly after: readonly DiffPart[] | null };

/** Compares two texts line by line, and the words of lines that changed. */
export function compareTexts(before: string, after: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  const changes = diffLines(before === '' ? '' : `${before}\n`, after === '' ? '' : `${after}\n`);
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index];
    if (change === undefined) continue;
    const next = changes[index + 1];
    if (change.removed && next?.added) {
      rows.push(...pairLines(linesOf(change.value), linesOf(next.value)));
      index++;
    } else if (change.removed) rows.push(...linesOf(change.value).map((text) => ({ before: [{ text, marked: true }], after: null })));
    else if (change.added) rows.push(...linesOf(change.value).map((text) => ({ before: null, after: [{ text, marked: true }] })));
    else rows.push(...linesOf(change.value).map((text) => ({ before: [{ text, marked: false }], after: [{ text, marked: false }] })));
  }
  return rows;
}

function pairLines(before: readonly string[], after: readonly string[]): readonly DiffRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    const [left, right] = [before[index], after[index]];
    if (left === undefined) return { before: null, after: [{ text: right ?? '', marked: true }] };
    if (right === undefined) return { before: [{ text: left, marked: true }], after: null };
    const words = diffWordsWithSpace(left, right);
    return {
      before: words.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value, marked: removed })),
      after: words.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value, marked: added })),
    };
  });
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
