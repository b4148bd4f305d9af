import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoogleDrive, startGoogleDrive } from '../../../testing/services/google-drive/drive.ts';
import { permissionOf } from '../../../testing/services/google-drive/model.ts';
import { type GoogleProgram, startGoogleProgram } from '../../../testing/services/google-program.ts';
import { growthOf, longBody } from '../../../testing/services/long-body.ts';
import { googleScope } from '../../connector-kit/index.ts';
import googleDrive from './connector.ts';

const ada = 'ada@halden.example';
let whole: GoogleProgram<GoogleDrive>;

beforeAll(async () => {
  whole = await startGoogleProgram(googleDrive, startGoogleDrive);
});
afterAll(() => whole.close());

test('through the whole program: sign in, read, step up, write with approval, renew after 401', async () => {
  expect(await whole.signIn({ email: ada })).toContain('data-outcome="connected"');
  expect(whole.google.signIn.authorizations.at(-1)?.get('scope')).toBe(googleScope('drive.readonly'));
  expect(await whole.call('fetch', { id: 'doc-handbook' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { title: 'Handbook — Größe 日本 🎉', text: '# Calibration\n\nWarm up *first*.' } },
  });

  await whole.patchbay.api.call('changeTool', { path: { id: 'google-drive', tool: 'create_file' }, body: { enabled: true } });
  const input = { name: 'Über das Programm 🎉', text: '# Größe 日本' };
  expect(await whole.callApproved('create_file', input)).toMatchObject({ kind: 'authorization_required' });
  expect(whole.service.drives.files.some(({ name }) => name === input.name)).toBe(false);
  expect(await whole.signIn({ email: ada, scopes: [googleScope('drive.file')] })).toContain('data-outcome="connected"');
  expect(await whole.callApproved('create_file', input)).toMatchObject({ kind: 'completed' });
  expect(whole.service.drives.files.at(-1)).toMatchObject({ name: input.name, owner: ada });

  whole.gate.tokens.expireAccessTokens();
  const before = whole.gate.seen.length;
  expect(await whole.call('list_folder_items')).toMatchObject({ kind: 'completed' });
  expect(whole.gate.seen.length).toBe(before + 2);
});

test('of a text of 200 MB the beginning is read, in bounded memory; a document of that size is never asked for', async () => {
  const [log, film] = [longBody(), longBody('zeros')];
  const file = {
    parents: [`root-${ada}`],
    owner: ada,
    permissions: [permissionOf(ada, 'owner')],
    trashed: false,
    content: Buffer.alloc(0),
  };
  const modifiedTime = '2026-01-05T10:00:00.000Z';
  whole.service.drives.files.push(
    { ...file, id: 'log', name: 'lens.log', mimeType: 'text/plain', modifiedTime, long: log },
    { ...file, id: 'scan', name: 'scan.pdf', mimeType: 'application/pdf', modifiedTime, long: film },
  );
  const growth = await growthOf(async () => {
    expect(await whole.call('fetch', { id: 'log' })).toMatchObject({
      kind: 'completed',
      result: { structuredContent: { title: 'lens.log', metadata: { note: 'Only the beginning is shown.' } } },
    });
  });
  // Seven times 200 MB were there to be had, by a server in this very process.
  expect(growth).toBeLessThan(150);
  expect(log.sent).toBeLessThan(log.bytes / 2);
  expect(await whole.call('fetch', { id: 'scan' })).toMatchObject({
    result: {
      content: [{ text: expect.stringContaining('too large to be read: 200000000 bytes') }, { type: 'resource_link', name: 'scan.pdf' }],
    },
  });
  expect(film.sent).toBe(0);
});
