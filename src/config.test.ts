import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-config-'));

test('without settings it listens on 127.0.0.1:3900 with SQLite in ./data', () => {
  const base = folder();
  expect(loadConfig({}, base)).toMatchObject({
    port: 3900,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3900',
    data: join(base, 'data'),
    models: [],
    allowPrivateNetwork: [],
  });
});

test('every setting of the environment is taken', () => {
  const config = loadConfig(
    {
      PATCHBAY_PORT: '4000',
      PATCHBAY_HOST: '0.0.0.0',
      PATCHBAY_URL: 'https://patchbay.example/',
      PATCHBAY_DATA: '/srv/patchbay',
      PATCHBAY_DATABASE_URL: 'postgres://db/patchbay',
      PATCHBAY_SECRET_KEY: 'a2V5',
      PATCHBAY_OWNER_EMAIL: 'ada@example.com',
      PATCHBAY_OWNER_PASSWORD: 'correct horse',
      PATCHBAY_OWNER_API_KEY: 'pb_key',
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1',
      ANTHROPIC_API_KEY: 'sk-2',
      ANTHROPIC_BASE_URL: 'https://anthropic.example',
      PATCHBAY_MODELS: 'openai/gpt-5.4, anthropic/claude',
      PATCHBAY_ALLOW_PRIVATE_NETWORK: '10.0.0.0/8,intranet',
      PATCHBAY_GEO_DATABASE: '/srv/places.mmdb',
    },
    folder(),
  );
  expect(config).toMatchObject({
    port: 4000,
    host: '0.0.0.0',
    publicUrl: 'https://patchbay.example',
    data: '/srv/patchbay',
    databaseUrl: 'postgres://db/patchbay',
    owner: { email: 'ada@example.com' },
    openai: { baseUrl: 'http://127.0.0.1:11434/v1' },
    anthropic: { baseUrl: 'https://anthropic.example' },
    models: ['openai/gpt-5.4', 'anthropic/claude'],
    allowPrivateNetwork: ['10.0.0.0/8', 'intranet'],
    geoDatabase: '/srv/places.mmdb',
  });
  expect(config.secretKey?.reveal()).toBe('a2V5');
  expect(JSON.stringify(config)).not.toMatch(/correct horse|pb_key|sk-1|sk-2|a2V5/);
});

test('patchbay.yaml says the same, and the environment wins', () => {
  const base = folder();
  writeFileSync(
    join(base, 'patchbay.yaml'),
    'port: 5000\nhost: 127.0.0.2\nmodels: [openai/gpt-5.4]\nopenai:\n  baseUrl: https://models.example/v1\n',
  );
  expect(loadConfig({ PATCHBAY_PORT: '5001', OPENAI_API_KEY: 'sk-1' }, base)).toMatchObject({
    port: 5001,
    host: '127.0.0.2',
    models: ['openai/gpt-5.4'],
    openai: { baseUrl: 'https://models.example/v1' },
  });
});

test.each([
  [{ PATCHBAY_PORT: 'http' }, 'PATCHBAY_PORT'],
  [{ PATCHBAY_DATABASE_URL: 'mysql://db' }, 'PATCHBAY_DATABASE_URL'],
  [{ PATCHBAY_OWNER_PASSWORD: 'alone' }, 'PATCHBAY_OWNER_EMAIL'],
])('%o is refused by name', (environment, name) => {
  expect(() => loadConfig(environment, folder())).toThrow(
    expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(name) }),
  );
});

test('a setting that does not exist is refused: a slip must not go unnoticed', () => {
  const base = folder();
  writeFileSync(join(base, 'patchbay.yaml'), 'prot: 5000\n');
  expect(() => loadConfig({}, base)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});
