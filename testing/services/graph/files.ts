import { badRequest, type Call, entity, found, GraphError, nothing, parameter, type Route, type Row } from './call.ts';
import { contentOf, type Drive, type Item, newItem, seedFiles, shareHost, site, type Version } from './files-data.ts';
import { listOf, selectFrom } from './odata.ts';
import { type Person, people } from './people.ts';
import { type Searchable, searchHits } from './search.ts';

const reading = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All'];
const writing = ['Files.ReadWrite.All'];

/** Sites, libraries and files and their routes (https://learn.microsoft.com/graph/api/resources/driveitem). */
export function createFiles(): { readonly routes: readonly Route[]; readonly searchable: Searchable; download(url: URL): Response } {
  const { drives, items } = seedFiles();
  let count = 0;
  const drivesOf = ({ person }: Call): readonly Drive[] => drives.filter(({ members }) => members.includes(person));
  const driveOf = (call: Call): Drive => found(drivesOf(call).find(({ id }) => id === parameter(call, 'drive')));
  const itemAt = (driveId: string, id: string): Item =>
    found(items.find((item) => item.driveId === driveId && item.id === (id === 'root' ? `${driveId}-root` : id)));
  const itemOf = (call: Call, name = 'item'): Item => itemAt(driveOf(call).id, parameter(call, name));
  const childrenOf = (parent: Item) => items.filter(({ parentId, driveId }) => parentId === parent.id && driveId === parent.driveId);
  const siteOf = (call: Call) => {
    const wanted = call.parameters['site'];
    if (!site.members.includes(call.person) || (wanted !== site.id && wanted !== 'halden.sharepoint.example')) found(undefined);
    return site;
  };
  const show = (call: Call, item: Item, status = 200) =>
    entity('driveItem', selectFrom(toRow(item), call.url.searchParams.get('$select')), status);
  const versionBy = (call: Call, bytes: Uint8Array): Version => {
    count += 1;
    return { bytes, by: people[call.person], at: new Date(Date.parse('2026-11-21T08:00:00Z') + count * 1000).toISOString() };
  };
  const replace = (item: Item): Item => {
    items.splice(
      items.findIndex(({ id, driveId }) => id === item.id && driveId === item.driveId),
      1,
      item,
    );
    return item;
  };
  function add(
    call: Call,
    { parent, name, file, conflict }: { parent: Item; name: string; file: Pick<Item, 'mimeType' | 'versions'>; conflict: string | null },
  ): Item {
    const names = childrenOf(parent).map((child) => child.name);
    if (names.includes(name) && conflict !== 'rename')
      throw new GraphError(409, 'nameAlreadyExists', 'The specified item name already exists.');
    count += 1;
    const free = names.includes(name) ? name.replace(/(\.\w+)?$/, ' 1$1') : name;
    const item = newItem({ id: `item-${call.person}-${count}`, driveId: parent.driveId, parentId: parent.id, name: free, ...file });
    items.push(item);
    return item;
  }
  function toRow(item: Item): Row {
    const [latest] = item.versions;
    const children =
      latest === undefined ? { folder: { childCount: childrenOf(item).length } } : { file: { mimeType: item.mimeType ?? '' } };
    return {
      id: item.id,
      name: item.name,
      eTag: `"{${item.id}},${item.versions.length}"`,
      size: latest?.bytes.length ?? 0,
      createdDateTime: item.versions.at(-1)?.at ?? '2026-10-01T08:00:00Z',
      lastModifiedDateTime: latest?.at ?? '2026-10-01T08:00:00Z',
      lastModifiedBy: { user: userOf(latest?.by ?? people.elif) },
      webUrl: `${shareHost}/sites/optics/${encodeURIComponent(item.name)}`,
      parentReference: { driveId: item.driveId, ...(item.parentId === null ? {} : { id: item.parentId }) },
      ...children,
    };
  }

  function sharedItem(call: Call): Item {
    const address = Buffer.from(parameter(call, 'share').replace(/^u!/, ''), 'base64url').toString();
    return found(items.find((item) => toRow(item)['webUrl'] === address && drivesOf(call).some(({ id }) => id === item.driveId)));
  }

  const routes: readonly Route[] = [
    { method: 'GET', path: '/sites/:site', scopes: ['Sites.Read.All'], run: (call) => showSite(call, siteOf(call)) },
    {
      method: 'GET',
      path: '/sites/:site:/sites/:name',
      scopes: ['Sites.Read.All'],
      run: (call) => {
        const here = siteOf(call);
        if (parameter(call, 'name') !== here.name) found(undefined);
        return showSite(call, here);
      },
    },
    {
      method: 'GET',
      path: '/sites/:site/drives',
      scopes: reading,
      run: (call) => {
        siteOf(call);
        return listOf(
          call,
          drivesOf(call).map(({ id, name }) => ({
            id,
            name,
            driveType: 'documentLibrary',
            webUrl: `${shareHost}/sites/optics/${encodeURIComponent(name)}`,
          })),
        );
      },
    },
    { method: 'GET', path: '/drives/:drive/root', scopes: reading, run: (call) => show(call, itemAt(driveOf(call).id, 'root')) },
    { method: 'GET', path: '/drives/:drive/items/:item', scopes: reading, run: (call) => show(call, itemOf(call)) },
    {
      method: 'GET',
      path: '/drives/:drive/items/:item/children',
      scopes: reading,
      run: (call) => listOf(call, childrenOf(itemOf(call)).map(toRow), { place: '$skiptoken' }),
    },
    { method: 'GET', path: '/drives/:drive/items/:item/content', scopes: reading, run: (call) => toDownload(call, itemOf(call)) },
    { method: 'GET', path: '/shares/:share/driveItem', scopes: reading, run: (call) => show(call, sharedItem(call)) },
    { method: 'GET', path: '/shares/:share/driveItem/content', scopes: reading, run: (call) => toDownload(call, sharedItem(call)) },
    {
      method: 'GET',
      path: '/drives/:drive/items/:item/versions',
      scopes: reading,
      run: (call) => {
        const { versions } = itemOf(call);
        const rows = versions.map(({ by, at, bytes }, index) => ({
          id: `${versions.length - index}.0`,
          lastModifiedDateTime: at,
          lastModifiedBy: { user: userOf(by) },
          size: bytes.length,
        }));
        return listOf(call, rows, { place: '$skiptoken' });
      },
    },
    {
      method: 'GET',
      path: '/drives/:drive/items/:item/permissions',
      scopes: reading,
      run: (call) => {
        const owners = driveOf(call).members.map((name) => ({
          id: `owner-${name}`,
          roles: ['write'],
          grantedToV2: { user: userOf(people[name]) },
        }));
        return listOf(call, [...owners, ...itemOf(call).links.map(toPermission)]);
      },
    },
    {
      method: 'PUT',
      path: '/drives/:drive/items/:parent:/:name:/content',
      scopes: writing,
      run: async (call) => {
        const conflict = call.url.searchParams.get('@microsoft.graph.conflictBehavior');
        const file = { mimeType: call.headers.get('content-type'), versions: [versionBy(call, await call.bytes())] };
        return show(call, add(call, { parent: itemOf(call, 'parent'), name: parameter(call, 'name'), file, conflict }), 201);
      },
    },
    {
      method: 'PUT',
      path: '/drives/:drive/items/:item/content',
      scopes: writing,
      run: async (call) => {
        const item = itemOf(call);
        const wanted = call.headers.get('if-match');
        if (wanted !== null && wanted !== toRow(item)['eTag'])
          throw new GraphError(412, 'preconditionFailed', 'ETag does not match current item value.');
        return show(call, replace({ ...item, versions: [versionBy(call, await call.bytes()), ...item.versions] }));
      },
    },
    {
      method: 'POST',
      path: '/drives/:drive/items/:item/children',
      scopes: writing,
      run: async (call) => {
        const { name, folder } = (await call.json()) as { name?: string; folder?: Row };
        if (name === undefined || folder === undefined) throw badRequest('A folder has a name and the facet folder.');
        return show(call, add(call, { parent: itemOf(call), name, file: { mimeType: null, versions: [] }, conflict: 'fail' }), 201);
      },
    },
    {
      method: 'POST',
      path: '/drives/:drive/items/:item/copy',
      scopes: writing,
      run: async (call) => {
        const item = itemOf(call);
        const { parentReference, name = item.name } = (await call.json()) as {
          parentReference: { driveId: string; id: string };
          name?: string;
        };
        const target = found(drivesOf(call).find(({ id }) => id === parentReference.driveId));
        add(call, {
          parent: itemAt(target.id, notRoot(parentReference.id)),
          name,
          file: { mimeType: item.mimeType, versions: item.versions },
          conflict: 'fail',
        });
        return new Response(null, { status: 202, headers: { location: `${shareHost}/_api/monitor/${count}` } });
      },
    },
    {
      method: 'PATCH',
      path: '/drives/:drive/items/:item',
      scopes: writing,
      run: async (call) => {
        const item = itemOf(call);
        const { parentReference, name = item.name } = (await call.json()) as { parentReference?: { id: string }; name?: string };
        const parentId = parentReference === undefined ? item.parentId : itemAt(item.driveId, notRoot(parentReference.id)).id;
        return show(call, replace({ ...item, name, parentId }));
      },
    },
    {
      method: 'POST',
      path: '/drives/:drive/items/:item/createLink',
      scopes: writing,
      run: async (call) => {
        const item = itemOf(call);
        const {
          type,
          scope,
          expirationDateTime = null,
        } = (await call.json()) as { type: string; scope: string; expirationDateTime?: string };
        const known = item.links.find(
          (link) => link.type === type && link.scope === scope && link.expirationDateTime === expirationDateTime,
        );
        if (known !== undefined) return entity('permission', toPermission(known));
        count += 1;
        const link = { id: `link-new-${count}`, type, scope, expirationDateTime };
        replace({ ...item, links: [...item.links, link] });
        return entity('permission', toPermission(link), 201);
      },
    },
  ];

  return {
    routes,
    searchable: {
      entityType: 'driveItem',
      scopes: reading,
      search: (call, words) => {
        const mine = items.filter(({ driveId, parentId }) => parentId !== null && drivesOf(call).some(({ id }) => id === driveId));
        const documents = words.includes('isDocument:true') ? mine.filter(({ versions }) => versions.length > 0) : mine;
        const text = (item: Item) => `${item.name} ${new TextDecoder().decode(contentOf(item))}`;
        const hit = (item: Item) => ({ hitId: item.id, resource: toHitRow(item, toRow(item)) });
        return searchHits(
          documents,
          words.filter((word) => word !== 'isDocument:true'),
          { text, hit },
        );
      },
    },
    /** What a file's content redirects to: another host, which needs no token. */
    download: (url) => {
      if (url.searchParams.get('tempauth') !== 'once') return nothing(401);
      const item = itemAt(url.searchParams.get('driveId') ?? '', url.searchParams.get('id') ?? '');
      return new Response(Buffer.from(contentOf(item)), { headers: { 'content-type': item.mimeType ?? 'application/octet-stream' } });
    },
  };
}

/** Hits of some libraries do not name their drive, as in https://learn.microsoft.com/graph/search-concept-sort. */
const toHitRow = ({ driveId }: Item, row: Row): Row => ({
  '@odata.type': '#microsoft.graph.driveItem',
  ...row,
  ...(driveId === 'b!board' ? { parentReference: { siteId: site.id } } : {}),
});

const userOf = ({ id, displayName, mail }: Person) => ({ id, displayName, email: mail });

const toPermission = ({
  id,
  type,
  scope,
  expirationDateTime,
}: {
  id: string;
  type: string;
  scope: string;
  expirationDateTime: string | null;
}): Row => ({
  id,
  roles: [type === 'view' ? 'read' : 'write'],
  link: { type, scope, webUrl: `${shareHost}/:t:/s/${id}` },
  ...(expirationDateTime === null ? {} : { expirationDateTime }),
});

const showSite = (call: Call, { id, name, displayName }: { id: string; name: string; displayName: string }) =>
  entity(
    'sites/$entity',
    selectFrom({ id, name, displayName, webUrl: `${shareHost}/sites/${name}` }, call.url.searchParams.get('$select')),
  );

/** Content lies on another host, behind an address that is good once. */
function toDownload({ url }: Call, { id, driveId }: Item): Response {
  const host = url.hostname === 'graph.microsoft.com' ? shareHost : url.origin;
  const location = `${host}/_layouts/15/download?${new URLSearchParams({ driveId, id, tempauth: 'once' })}`;
  return new Response(null, { status: 302, headers: { location } });
}

/** The name root does not stand for a folder that something goes to. */
function notRoot(id: string): string {
  if (id === 'root') throw badRequest('Item not found.');
  return id;
}
