import { catalogue } from '../../../testing/api-descriptions.ts';
import type { Place, Proof } from '../../../testing/connectors/proof.ts';
import { type Served, serve } from '../../../testing/servers/serve.ts';

export const proof: Proof = {
  place: { name: 'Catalogue', missing: null, start },
  inputs: {
    lenses_list: { tag: ['optics', '日本'], limit: 5 },
    lenses_create: { body: { name: 'Linse 🎉', focal: 35 } },
    lenses_get: { id: 'l1' },
    lenses_replace: { id: 'l1', body: { name: 'Größe' } },
    lenses_remove: { id: 'l1' },
  },
  chat: {
    attachedBy: 'mention',
    answeredBy: 'router',
    read: { tool: 'lenses_list', words: 'lenses list limit=5', given: '5', shows: 'Größe 日本 🎉' },
    write: { tool: 'lenses_remove', words: 'lenses remove id="l1"', given: 'l1', shows: 'Größe 日本 🎉' },
  },
};

/** The catalogue as its description has it, over lenses in memory. */
async function start(): ReturnType<Place['start']> {
  const lenses = new Map([['l1', { id: 'l1', name: 'Größe 日本 🎉', focal: 50 }]]);
  const service: Served = await serve(async (request) => {
    const [, id = ''] = /^\/lenses\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
    const keep = async (status: number, known = id) => {
      const lens = { name: '', focal: 0, ...((await request.json()) as object), id: known };
      lenses.set(known, lens);
      return Response.json(lens, { status });
    };
    if (request.method === 'POST') return keep(201, `l${lenses.size + 1}`);
    if (id === '') return Response.json({ lenses: [...lenses.values()] });
    if (request.method === 'PUT') return keep(200);
    const lens = lenses.get(id);
    if (lens === undefined) return Response.json({ error: 'not found' }, { status: 404 });
    if (request.method === 'DELETE') lenses.delete(id);
    return Response.json(lens);
  });
  return { settings: { document: catalogue, baseUrl: service.url }, close: service.close };
}
