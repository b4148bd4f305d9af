import { defineTool, listInput, listNext, path, readGraphList, ToolError, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';

const graphSite = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  webUrl: z.string().nullish(),
});

/** A site by id or address. */
export const getSite = defineTool({
  name: 'get_site',
  title: 'Get a site',
  description:
    'Gives a site by its id or by its address, such as https://contoso.sharepoint.com/sites/optics. Use it to get the id that list_site_drives takes.',
  scopes: ['Sites.Read.All'],
  ...reads,
  input: z.object({ site: z.string().min(1).describe('An id, an address, or root') }),
  output: z.object({ id: z.string(), name: z.string(), description: z.string(), url: z.string() }),
  examples: [
    { title: 'By address', input: { site: 'https://halden.sharepoint.example/sites/optics' } },
    { title: 'By id', input: { site: 'halden.sharepoint.example,site-optics,web-optics' } },
  ],
  run: async ({ site }, { http }) => {
    const found = await http.read(graphSite, pathOfSite(site), { query: { $select: Object.keys(graphSite.shape).join(',') } });
    return { id: found.id, name: found.displayName ?? found.name ?? '', description: found.description ?? '', url: found.webUrl ?? '' };
  },
});

/** Addresses are `host:/path` there (https://learn.microsoft.com/graph/api/site-getbypath). */
function pathOfSite(site: string): string {
  if (!/^https?:\/\//i.test(site)) return path`/sites/${site}`;
  if (!URL.canParse(site)) throw new ToolError('This is no address of a site.');
  const { hostname, pathname } = new URL(site);
  // Only the site: `/sites/NAME` or `/teams/NAME`; what follows is a page or a folder in it.
  const [, kind, name] = /^\/(sites|teams)\/([^/]+)/.exec(pathname) ?? [];
  if (kind !== undefined && name !== undefined) return path`/sites/${hostname}` + `:/${kind}/${name}`;
  if (pathname !== '/' && pathname !== '')
    throw new ToolError('The address of a site looks like https://contoso.sharepoint.com/sites/NAME.');
  return path`/sites/${hostname}`;
}

const graphDrive = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  driveType: z.string().nullish(),
  webUrl: z.string().nullish(),
});

/** The libraries of a site. */
export const listSiteDrives = defineTool({
  name: 'list_site_drives',
  title: 'List the libraries of a site',
  description: 'Lists the document libraries (drives) of a site. Use it after get_site; list_folder_items goes on from there.',
  scopes: ['Files.Read.All'],
  ...reads,
  input: z.object({ siteId: z.string().min(1), ...listInput }),
  output: z.object({
    drives: z.array(z.object({ id: z.string(), name: z.string(), description: z.string(), type: z.string(), url: z.string() })),
    next: listNext,
  }),
  examples: [{ title: 'Which libraries are there?', input: { siteId: 'halden.sharepoint.example,site-optics,web-optics' } }],
  run: async ({ siteId, limit, cursor }, { http }) => {
    const query = { $select: Object.keys(graphDrive.shape).join(',') };
    const { entries, next } = await readGraphList(http, path`/sites/${siteId}/drives`, { entry: graphDrive, query, limit, cursor });
    const drives = entries.map(({ id, name, description, driveType, webUrl }) => ({
      id,
      name: name ?? '',
      description: description ?? '',
      type: driveType ?? '',
      url: webUrl ?? '',
    }));
    return { drives, next };
  },
});
