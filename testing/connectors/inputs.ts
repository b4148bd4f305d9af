import type { JsonObject } from '../../src/domain/json.ts';

/** Where a tool's first example does not fit what the doubles hold, or where there is none since the settings made the tool. */
export const inputs: Readonly<Record<string, JsonObject>> = {
  'files write_file': { path: 'notes/Größe 日本 🎉.md', text: '# Größe\n' },
  'openapi lenses_list': { tag: ['optics', '日本'], limit: 5 },
  'openapi lenses_create': { body: { name: 'Linse 🎉', focal: 35 } },
  'openapi lenses_get': { id: 'l1' },
  'openapi lenses_replace': { id: 'l1', body: { name: 'Größe' } },
  'openapi lenses_remove': { id: 'l1' },
};
