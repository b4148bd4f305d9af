import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { maySee, type Person } from './company.ts';
import { Refused, tagged } from './refused.ts';
import { defineRoute, type Routes } from './route.ts';
import { type Item, keyOf, nameOf, parentOf } from './tree.ts';
import { describeTagged, itemAt, pathOf, placeOf, type View } from './view.ts';

type Listing = {
  readonly view: View;
  readonly folder: string;
  readonly recursive: boolean;
  readonly limit: number;
  pending: readonly string[];
  /** How much of the journal it has told. */
  told: number;
};

/** What reads: listings and searches go on by cursors, which `reset` makes Dropbox forget as it does after large changes. */
export function readRoutes(): { readonly routes: Routes; readonly resetCursors: () => void } {
  const listings = new Map<string, Listing | 'reset'>();
  const searches = new Map<string, { readonly view: View; readonly items: readonly Item[]; readonly size: number }>();
  const keep = <Value>(kept: Map<string, Value>, value: Value): string => {
    const cursor = randomBytes(24).toString('base64url');
    kept.set(cursor, value);
    return cursor;
  };

  function nextPage(listing: Listing) {
    const { view, limit, pending } = listing;
    const { tree } = view;
    const turn = pending.slice(0, limit);
    const rest = pending.slice(limit);
    const next = { ...listing, pending: rest };
    // Once all has been told, what changed since.
    const changed =
      turn.length === 0 ? [...new Set(tree.journal.slice(listing.told).map(({ at }) => at))].filter((at) => isIn(listing, at)) : [];
    if (turn.length === 0) next.told = tree.journal.length;
    const entries = [...turn, ...changed].flatMap((at) => {
      const item = tree.get(at);
      if (!maySee(view.person, at)) return [];
      return item === undefined ? [{ '.tag': 'deleted', ...deletedOf(view, at) }] : [describeTagged(view, item)];
    });
    return { entries, cursor: keep(listings, next), has_more: rest.length > 0 };
  }

  function searchPage({ view, items, size }: { readonly view: View; readonly items: readonly Item[]; readonly size: number }) {
    const matches = items.slice(0, size).map((item) => ({
      metadata: { '.tag': 'metadata', metadata: describeTagged(view, item) },
      match_type: { '.tag': 'filename' },
    }));
    const rest = items.slice(size);
    return { matches, has_more: rest.length > 0, ...(rest.length === 0 ? {} : { cursor: keep(searches, { view, items: rest, size }) }) };
  }

  const routes: Routes = {
    'files/list_folder': defineRoute({
      scope: 'files.metadata.read',
      argument: z.object({ path: z.string(), recursive: z.boolean().default(false), limit: z.int().min(1).max(2000).default(500) }),
      run: ({ path, recursive, limit }, view) => {
        const folder = path === '' ? view.base : itemAt(view, path, ['path']).at;
        if (view.tree.get(folder)?.content) throw new Refused(tagged('path', 'not_folder'));
        const seen = view.tree.below(folder, recursive).filter(({ at }) => maySee(view.person, at));
        return nextPage({ view, folder, recursive, limit, pending: seen.map(({ at }) => at), told: view.tree.journal.length });
      },
    }),
    'files/list_folder/continue': defineRoute({
      scope: 'files.metadata.read',
      argument: z.object({ cursor: z.string() }),
      run: ({ cursor }, { person }) => {
        const listing = listings.get(cursor);
        if (listing === 'reset') throw new Refused(tagged('reset'));
        if (listing === undefined || listing.view.person !== person) return 'Invalid "cursor" argument';
        return nextPage(listing);
      },
    }),
    'files/get_metadata': defineRoute({
      scope: 'files.metadata.read',
      argument: z.object({ path: z.string() }),
      // Dropbox has no metadata of the root.
      run: ({ path }, view) => (path === '' ? 'The root folder is unsupported.' : describeTagged(view, itemAt(view, path, ['path']))),
    }),
    'files/search_v2': defineRoute({
      scope: 'files.metadata.read',
      argument: z.object({ query: z.string().max(1000), options: searchOptions.prefault({}) }),
      run: ({ query, options }, view) => {
        const words = query.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);
        if (words.length === 0) throw new Refused({ '.tag': 'invalid_argument', invalid_argument: 'query is empty' });
        const within = options.path === undefined || options.path === '' ? view.person.root : placeOf(view, options.path, ['path']);
        const items = view.tree
          .below(within === view.person.root ? view.base : within, true)
          .filter(
            (item) => maySee(view.person, item.at) && fits(item, options) && words.every((word) => textOf(item, options).includes(word)),
          );
        const byTime = items.toSorted((left, right) => right.modifiedAt.localeCompare(left.modifiedAt));
        const sorted = options.order_by === undefined || tagOf(options.order_by) === 'relevance' ? items : byTime;
        return searchPage({ view, items: sorted, size: options.max_results });
      },
    }),
    'files/search/continue_v2': defineRoute({
      scope: 'files.metadata.read',
      argument: z.object({ cursor: z.string() }),
      run: ({ cursor }, { person }) => {
        const found = searches.get(cursor);
        return found === undefined || found.view.person !== person ? 'Invalid "cursor" argument' : searchPage(found);
      },
    }),
    'users/get_current_account': defineRoute({ scope: 'account_info.read', argument: z.null(), run: (_, { person }) => accountOf(person) }),
  };
  return {
    routes,
    resetCursors: () => {
      for (const cursor of listings.keys()) listings.set(cursor, 'reset');
    },
  };
}

const union = z.union([z.string(), z.object({ '.tag': z.string() })]);
const tagOf = (given: z.output<typeof union>) => (typeof given === 'string' ? given : given['.tag']);
const searchOptions = z.object({
  path: z.string().optional(),
  max_results: z.int().min(1).max(1000).default(100),
  order_by: union.optional(),
  filename_only: z.boolean().default(false),
  file_extensions: z.array(z.string()).optional(),
  file_categories: z.array(union).optional(),
});
type SearchOptions = z.output<typeof searchOptions>;

const endings = new Map([
  ['image', /\.(gif|png|jpe?g)$/],
  ['pdf', /\.pdf$/],
  ['document', /\.(txt|html|docx?)$/],
  ['video', /\.mp4$/],
  ['paper', /\.paper$/],
]);

function fits({ at, content }: Item, { file_extensions: extensions, file_categories: categories }: SearchOptions): boolean {
  const name = nameOf(at).toLowerCase();
  const isOne = (category: string) => (content === null ? category === 'folder' : endings.get(category)?.test(name) === true);
  return (
    (extensions === undefined || extensions.some((extension) => name.endsWith(`.${extension.toLowerCase()}`))) &&
    (categories === undefined || categories.map(tagOf).some(isOne))
  );
}

/** The name, and the text of what is small enough to have been looked into. */
function textOf({ at, content }: Item, { filename_only: nameOnly }: SearchOptions): string {
  const text = nameOnly ? '' : (content?.whole?.toString('utf8') ?? '');
  return `${nameOf(at)}\n${text}`.normalize('NFC').toLowerCase();
}

const isIn = ({ folder, recursive }: Listing, at: string) =>
  recursive ? keyOf(at).startsWith(`${keyOf(folder)}/`) : keyOf(parentOf(at) ?? '') === keyOf(folder);

function deletedOf(view: View, at: string) {
  const path = pathOf(view, at);
  return { name: nameOf(at), ...(path === null ? {} : { path_display: path, path_lower: keyOf(path) }) };
}

/** `FullAccount`. */
function accountOf(person: Person): Record<string, unknown> {
  const { accountId, email, givenName, surname, isOfTeam, rootNamespace, homeNamespace } = person;
  const namespaces = { root_namespace_id: rootNamespace, home_namespace_id: homeNamespace };
  return {
    account_id: accountId,
    name: {
      given_name: givenName,
      surname,
      familiar_name: givenName,
      display_name: `${givenName} ${surname}`,
      abbreviated_name: `${givenName.charAt(0)}${surname.charAt(0)}`,
    },
    email,
    email_verified: true,
    disabled: false,
    locale: 'en',
    referral_link: 'https://www.dropbox.com/referrals/halden',
    is_paired: false,
    account_type: { '.tag': isOfTeam ? 'business' : 'basic' },
    root_info: isOfTeam ? { '.tag': 'team', ...namespaces, home_path: `/${givenName} ${surname}` } : { '.tag': 'user', ...namespaces },
  };
}
