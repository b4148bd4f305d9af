/** Where a command prints, so that tests can read it. */
export type Output = { line(text: string): void; error(text: string): void; readonly json: boolean };

/** Prints a value: as JSON with --json, else as `human` says. */
export function print(output: Output, value: unknown, human: () => readonly string[]): void {
  if (output.json) output.line(JSON.stringify(value, null, 2));
  else for (const text of human()) output.line(text);
}

/** Columns padded to their widest cell. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)), []);
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
