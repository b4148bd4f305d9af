import { expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp } from './http.ts';
import { readGraphList } from './microsoft-list.ts';

type Page = { readonly value: readonly { readonly id: string }[]; readonly '@odata.nextLink'?: string };

/** A service that gives these pages one after the other, the last one again and again. */
function serviceOf(pages: readonly Page[]) {
  const asked: string[] = [];
  const http = createHttp({
    fetch: async (input) => {
      asked.push(decodeURIComponent(new URL(String(input)).search));
      return Response.json(pages[Math.min(asked.length, pages.length) - 1]);
    },
    baseUrl: 'https://graph.example/v1.0',
    otherOrigins: [],
    service: 'Graph',
    repeatable: true,
    scopes: [],
    signal: new AbortController().signal,
  });
  const read = (cursor = '') => readGraphList(http, '/me/things', { entry: z.object({ id: z.string() }), limit: 2, cursor });
  return { asked, read };
}

test('a page that is empty although there are more is passed over', async () => {
  const next = 'https://graph.example/v1.0/me/things?$top=2&$skiptoken=b';
  const { asked, read } = serviceOf([{ value: [], '@odata.nextLink': next }, { value: [{ id: '1' }] }]);
  expect(await read()).toEqual({ entries: [{ id: '1' }], next: null });
  expect(asked).toEqual(['?$top=2', '?$top=2&$skiptoken=b']);
});

test('a service that says "more" for ever and gives nothing ends all the same, and says where', async () => {
  const { asked, read } = serviceOf([{ value: [], '@odata.nextLink': 'https://graph.example/v1.0/me/things?$skip=9' }]);
  expect(await read()).toEqual({ entries: [], next: '%24skip=9' });
  expect(asked).toHaveLength(20);
});

test('of the next page only the place is taken, so that it leads nowhere else', async () => {
  const link = 'https://elsewhere.example/steal?$skiptoken=a%2Fb%26c%3D1&$expand=secrets';
  const { asked, read } = serviceOf([{ value: [{ id: '1' }], '@odata.nextLink': link }]);
  const { next } = await read();
  await read(next ?? '');
  expect(asked[1]).toBe('?$top=2&$skiptoken=a/b&c=1');
});

test('a next page that says not where it begins is an error, and a cursor that is none is refused', async () => {
  const { read } = serviceOf([{ value: [{ id: '1' }], '@odata.nextLink': 'https://graph.example/v1.0/me/things?page=2' }]);
  await expect(read()).rejects.toMatchObject({ code: 'upstream.invalid-response' });
  for (const cursor of ['x', '$filter=a', '$skip=1&$expand=b']) await expect(read(cursor)).rejects.toThrow(/no cursor/);
});
