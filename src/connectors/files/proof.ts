import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place, Proof } from '../../../testing/connectors/proof.ts';

export const proof: Proof = {
  place: { name: 'Notes', missing: null, start },
  inputs: { write_file: { path: 'notes/Größe 日本 🎉.md', text: '# Größe\n' } },
  chat: {
    attachedBy: 'more',
    answeredBy: 'router',
    read: { tool: 'read_file', words: 'read file path="notes/plan.md"', given: 'notes/plan.md', shows: 'Budget 2026: 12 €' },
    write: {
      tool: 'write_file',
      words: 'write file path="notes/Größe 日本 🎉.md" text="Grüße"',
      given: 'notes/Größe 日本 🎉.md',
      shows: 'notes/Größe 日本 🎉.md',
    },
  },
};

async function start(): ReturnType<Place['start']> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-proof-'));
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  writeFileSync(join(notes, 'welcome.md'), '# Halden Optics\n\nPrices, plans and minutes live here.\n');
  writeFileSync(join(notes, 'plan.md'), '# Plan\n\n[ ] ship\nBudget 2026: 12 €\n');
  writeFileSync(join(notes, 'größe 日本 🎉.md'), 'Größe, and a budget\n');
  writeFileSync(join(notes, 'report.pdf'), 'no pdf');
  return { settings: { folders: [notes] }, close: async () => rmSync(folder, { recursive: true, force: true }) };
}
