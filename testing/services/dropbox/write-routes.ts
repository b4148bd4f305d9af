import { z } from 'zod';
import { Refused, tagged } from './refused.ts';
import { defineRoute, type Routes } from './route.ts';
import { contentHash, contentOf, type Item, keyOf } from './tree.ts';
import { changeable, describe, describeTagged, freePlace, itemAt, placeOf, type View } from './view.ts';

const scope = 'files.content.write';
const target = z.object({ path: z.string(), autorename: z.boolean().default(false) });
const relocation = z.object({ from_path: z.string(), to_path: z.string(), autorename: z.boolean().default(false) });
const mode = z.union([
  z.enum(['add', 'overwrite']),
  z.object({ '.tag': z.enum(['add', 'overwrite']) }),
  z.object({ '.tag': z.literal('update'), update: z.string() }),
]);
const upload = target.extend({
  mode: mode.default('add'),
  strict_conflict: z.boolean().default(false),
  content_hash: z.string().length(64).optional(),
});

/** What changes files and folders. */
export const writeRoutes: Routes = {
  'files/upload': defineRoute({
    scope,
    style: 'upload',
    argument: upload,
    run: (given, view, body) => {
      if (given.content_hash !== undefined && given.content_hash !== contentHash(body)) throw new Refused(tagged('content_hash_mismatch'));
      try {
        return put(given, view, body);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // `UploadWriteFailed`: the reason, and a session that could be finished elsewhere.
        throw new Refused({ '.tag': 'path', reason: error.error, upload_session_id: 'pid_upload_session:ABC' });
      }
    },
  }),
  'files/create_folder_v2': defineRoute({
    scope,
    argument: target,
    run: ({ path, autorename }, view) => ({
      metadata: describe(view, view.tree.put(freePlace(view, path, { error: ['path'], autorename }), null)),
    }),
  }),
  'files/move_v2': defineRoute({
    scope,
    argument: relocation,
    run: ({ from_path: from, to_path: to, autorename }, view) => {
      const item = changeable(view, from, { lookup: 'from_lookup', write: 'from_write' });
      return { metadata: describeTagged(view, view.tree.move(item.at, newPlace(item, view, { to, autorename }))) };
    },
  }),
  'files/copy_v2': defineRoute({
    scope,
    argument: relocation,
    run: ({ from_path: from, to_path: to, autorename }, view) => {
      const item = itemAt(view, from, ['from_lookup']);
      return { metadata: describeTagged(view, view.tree.copy(item.at, newPlace(item, view, { to, autorename }))) };
    },
  }),
  'files/delete_v2': defineRoute({
    scope,
    argument: z.object({ path: z.string(), parent_rev: z.string().optional() }),
    run: ({ path, parent_rev: rev }, view) => {
      const item = changeable(view, path, { lookup: 'path_lookup', write: 'path_write' });
      if (rev !== undefined && rev !== item.rev) throw new Refused(tagged('path_write', 'conflict', 'file'));
      const metadata = describeTagged(view, item);
      view.tree.remove(item.at);
      return { metadata };
    },
  }),
};

/** Which conflicts there are depends on the mode (`WriteMode` of the interface description). */
function put(given: z.output<typeof upload>, view: View, body: Buffer) {
  const { path, autorename, strict_conflict: strict } = given;
  const wanted = typeof given.mode === 'string' ? given.mode : given.mode['.tag'];
  const there = view.tree.get(placeOf(view, path, []));
  const replaces =
    there?.content?.whole !== undefined &&
    (wanted === 'overwrite' ||
      (typeof given.mode === 'object' && given.mode['.tag'] === 'update' && given.mode.update === there.rev) ||
      (!strict && there.content.whole?.equals(body) === true));
  const at = replaces ? changeable(view, path, { lookup: 'other', write: 'other' }).at : freePlace(view, path, { error: [], autorename });
  return describe(view, view.tree.put(at, contentOf(body)));
}

function newPlace(item: Item, view: View, { to, autorename }: { readonly to: string; readonly autorename: boolean }): string {
  const at = placeOf(view, to, ['to']);
  if (keyOf(at).startsWith(`${keyOf(item.at)}/`)) throw new Refused(tagged('cant_move_folder_into_itself'));
  return freePlace(view, to, { error: ['to'], autorename });
}
