import { ticksOf } from './column-types.ts';
import { type FileRow, listFiles, type Manifest, retireFiles } from './manifest.ts';

const dayMilliseconds = 86_400_000;

/** How many days of a table are kept; `*` is every table that has no row of its own. */
export type RetentionRule = { readonly workspace: string; readonly table: string; readonly days: number };

export function listRetention({ database }: Manifest, workspace: string): readonly RetentionRule[] {
  return database
    .prepare<[string], RetentionRule>('SELECT workspace, "table", days FROM retention WHERE workspace = ? ORDER BY "table"')
    .all(workspace);
}

/** Sets the days of a table; null keeps all again. */
export function setRetention(
  manifest: Manifest,
  { workspace, table, days }: Omit<RetentionRule, 'days'> & { readonly days: number | null },
): void {
  manifest.change(() => {
    manifest.database.prepare('DELETE FROM retention WHERE workspace = ? AND "table" = ?').run(workspace, table);
    if (days !== null)
      manifest.database.prepare('INSERT INTO retention (workspace, "table", days) VALUES (?, ?, ?)').run(workspace, table, days);
  });
}

/** Files whose newest row is older than their table keeps. A file holds one day, so a day goes as a whole. */
export function findExpired(
  files: readonly FileRow[],
  { rules, now }: { readonly rules: readonly RetentionRule[]; readonly now: number },
): readonly FileRow[] {
  return files.filter((file) => {
    const rule = rules.find(({ table }) => table === file.table) ?? rules.find(({ table }) => table === '*');
    return rule !== undefined && file.to < ticksOf(now - rule.days * dayMilliseconds);
  });
}

/** Takes out what is older than the rules say; answers with the number of rows. */
export function applyRetention(
  manifest: Manifest,
  { workspaces, now }: { readonly workspaces: readonly string[]; readonly now: number },
): number {
  return workspaces.reduce((sum, workspace) => {
    const rules = listRetention(manifest, workspace);
    if (rules.length === 0) return sum;
    const expired = findExpired(listFiles(manifest, { workspace }), { rules, now });
    manifest.change(() =>
      retireFiles(
        manifest,
        expired.map((file) => file.id),
        now,
      ),
    );
    return sum + expired.reduce((rows, file) => rows + file.rows, 0);
  }, 0);
}
