import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from './domain/errors.ts';
import { Secret } from './domain/secret.ts';

const text = z.string().trim().min(1);
const list = z.union([z.array(text), z.string().transform((value) => value.split(/[\s,]+/).filter((entry) => entry !== ''))]);
const secret = text.transform((value) => new Secret(value));
const port = z.coerce.number().int().min(0).max(65_535);

/** One schema over environment and patchbay.yaml; the names are the file's. */
const settings = z.strictObject({
  port: port.default(3900),
  host: text.default('127.0.0.1'),
  url: z.url({ protocol: /^https?$/ }).optional(),
  data: text.default('./data'),
  databaseUrl: text.regex(/^postgres(ql)?:\/\//, 'must start with postgres://').optional(),
  secretKey: secret.optional(),
  owner: z.strictObject({ email: z.email(), password: secret.optional(), apiKey: secret.optional() }).optional(),
  openai: z.strictObject({ apiKey: secret.optional(), baseUrl: z.url().optional() }).prefault({}),
  anthropic: z.strictObject({ apiKey: secret.optional(), baseUrl: z.url().optional() }).prefault({}),
  models: list.prefault([]),
  allowPrivateNetwork: list.prefault([]),
  /** A MaxMind DB file (.mmdb) that says where addresses are, for KQL's geo_info_from_ip_address(). */
  geoDatabase: text.optional(),
  /** Other addresses of ready-made connectors' services, by their id: a national cloud, a server of one's own. */
  services: z
    .record(
      z.string(),
      z
        .strictObject({
          baseUrl: z.url(),
          otherOrigins: z.array(z.url()),
          authorizationUrl: z.url(),
          tokenUrl: z.url(),
          revocationUrl: z.url(),
        })
        .partial(),
    )
    .default({}),
  /** Connectors that are made at start unless one with their slug exists; checked where they are made. */
  connectors: z.array(z.record(z.string(), z.unknown())).default([]),
});

export type Config = Readonly<z.output<typeof settings>> & { readonly publicUrl: string };

/** Which environment variable fills which setting. */
const variables: Readonly<Record<string, readonly [string, string?]>> = {
  PATCHBAY_PORT: ['port'],
  PATCHBAY_HOST: ['host'],
  PATCHBAY_URL: ['url'],
  PATCHBAY_DATA: ['data'],
  PATCHBAY_DATABASE_URL: ['databaseUrl'],
  PATCHBAY_SECRET_KEY: ['secretKey'],
  PATCHBAY_OWNER_EMAIL: ['owner', 'email'],
  PATCHBAY_OWNER_PASSWORD: ['owner', 'password'],
  PATCHBAY_OWNER_API_KEY: ['owner', 'apiKey'],
  OPENAI_API_KEY: ['openai', 'apiKey'],
  OPENAI_BASE_URL: ['openai', 'baseUrl'],
  ANTHROPIC_API_KEY: ['anthropic', 'apiKey'],
  ANTHROPIC_BASE_URL: ['anthropic', 'baseUrl'],
  PATCHBAY_MODELS: ['models'],
  PATCHBAY_ALLOW_PRIVATE_NETWORK: ['allowPrivateNetwork'],
  PATCHBAY_GEO_DATABASE: ['geoDatabase'],
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads environment and patchbay.yaml (in the working folder, or in the data folder); the environment wins. Throws `config.invalid`. */
export function loadConfig(environment: Environment, folder = process.cwd()): Config {
  const parsed = settings.safeParse(overlay(readFile(environment, folder), environment));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    const variable = Object.keys(variables).find((name) => variables[name]?.join('.') === place);
    throw new AppError('config.invalid', {
      sentence: `The setting ${variable ?? place} is not valid: ${issue?.message}. Correct it and start again.`,
    });
  }
  const config = parsed.data;
  const shownHost = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const publicUrl = (config.url ?? `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${config.port}`).replace(/\/$/, '');
  const geoDatabase = config.geoDatabase === undefined ? undefined : resolve(folder, config.geoDatabase);
  return Object.freeze({ ...config, data: resolve(folder, config.data), geoDatabase, publicUrl });
}

function readFile(environment: Environment, folder: string): Record<string, unknown> {
  const file = [join(folder, 'patchbay.yaml'), join(resolve(folder, environment.PATCHBAY_DATA ?? './data'), 'patchbay.yaml')].find(
    existsSync,
  );
  if (file === undefined) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(parse(readFileSync(file, 'utf8')) ?? {});
  } catch (cause) {
    throw new AppError('config.invalid', {
      sentence: `${file} is not valid YAML with settings by name. Correct it and start again.`,
      cause,
    });
  }
}

function overlay(file: Record<string, unknown>, environment: Environment): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...file };
  for (const [variable, [name, part]] of Object.entries(variables)) {
    const value = environment[variable];
    if (value === undefined || value === '') continue;
    if (part === undefined) merged[name] = value;
    else merged[name] = { ...(merged[name] as object | undefined), [part]: value };
  }
  return merged;
}
