import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Model, ModelInfo } from '../model.ts';
import { createAnthropicModel } from './anthropic.ts';
import type { Pause } from './language-model.ts';
import { createOpenAIModel } from './openai.ts';
import { createOpenAICompatibleModel } from './openai-compatible.ts';
import { createRouterModel } from './router.ts';

type ProviderSettings = { readonly apiKey?: Secret | undefined; readonly baseUrl?: string | undefined };

export type ModelSettings = {
  readonly openai?: ProviderSettings;
  readonly anthropic?: ProviderSettings;
  /** `PATCHBAY_MODELS`, split: `openai/gpt-5.4`, `openai-compatible/llama3`, `anthropic/claude-…`. Empty: what the keys allow. */
  readonly entries: readonly string[];
  /** Undici-backed; nothing else reaches a provider. */
  readonly fetch: typeof globalThis.fetch;
  /** Waits between two tries; tests make it short. */
  readonly pause?: Pause;
  readonly clock?: Clock;
};

/** The models that may be chosen here. The built-in router is always one of them. */
export type Models = {
  list(): Promise<readonly ModelInfo[]>;
  /** Also a model that is not listed, if its provider is set up; null where it is not. */
  find(id: string): Promise<Model | null>;
  /** The first listed language model; the router where there is none. */
  default(): Promise<Model>;
};

const openaiBaseUrl = 'https://api.openai.com/v1';
const anthropicBaseUrl = 'https://api.anthropic.com/v1';
const openaiModels = ['gpt-6.1-sol', 'gpt-6.1-terra', 'gpt-5.6', 'gpt-5.4', 'gpt-5.4-mini'];
const anthropicModels = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];
/** Servers list all they have; these cannot hold a conversation. */
const notForChat = /embed|rerank|whisper|\btts\b|transcribe|moderation|dall-e/i;
const discoveryLifetime = 5 * 60_000;

/** Builds the models from the settings; nothing is asked over the network before `list` or `default`. */
export function createModels(settings: ModelSettings): Models {
  const router = createRouterModel({ clock: settings.clock });
  const made = new Map<string, Model>();
  const discover = createDiscovery(settings);

  async function listed(): Promise<readonly Model[]> {
    const entries = settings.entries.length > 0 ? settings.entries : [...(await defaultEntries(settings, discover))];
    return [...entries.flatMap((entry) => make(entry) ?? []), router];
  }
  function make(id: string): Model | null {
    if (id === router.id) return null;
    const known = made.get(id);
    if (known !== undefined) return known;
    const model = makeModel(id, settings);
    if (model !== null) made.set(id, model);
    return model;
  }
  return {
    list: async () => (await listed()).map(({ id, label, provider, kind }) => ({ id, label, provider, kind })),
    find: async (id) => {
      if (id === router.id) return router;
      const exact = make(id);
      if (exact !== null) return exact;
      // A caller of /v1 may leave the provider out: `gpt-5.4`.
      return (await listed()).find((model) => model.id.slice(model.id.indexOf('/') + 1) === id) ?? null;
    },
    default: async () => (await listed())[0] ?? router,
  };
}

/** A setting that names a model of no provider is a mistake worth a sentence at the start. */
export function checkModelEntries(entries: readonly string[]): void {
  for (const entry of entries)
    if (!/^(openai|openai-compatible|anthropic)\/\S+$|^patchbay\/router$/.test(entry))
      throw new AppError('config.invalid', {
        sentence: `PATCHBAY_MODELS: "${entry}" is not provider/model. The providers are openai, openai-compatible and anthropic.`,
      });
}

function makeModel(id: string, { openai, anthropic, fetch, pause }: ModelSettings): Model | null {
  const slash = id.indexOf('/');
  const name = id.slice(slash + 1);
  if (slash < 1 || name === '') return null;
  switch (id.slice(0, slash)) {
    case 'openai':
      if (openai?.apiKey === undefined) return null;
      return createOpenAIModel({ name, apiKey: openai.apiKey, baseUrl: openai.baseUrl ?? openaiBaseUrl, fetch, pause });
    case 'openai-compatible':
      if (openai?.apiKey === undefined && openai?.baseUrl === undefined) return null;
      return createOpenAICompatibleModel({ name, apiKey: openai.apiKey ?? null, baseUrl: openai.baseUrl ?? openaiBaseUrl, fetch, pause });
    case 'anthropic':
      if (anthropic?.apiKey === undefined) return null;
      return createAnthropicModel({ name, apiKey: anthropic.apiKey, baseUrl: anthropic.baseUrl ?? anthropicBaseUrl, fetch, pause });
    default:
      return null;
  }
}

async function defaultEntries(
  { openai, anthropic }: ModelSettings,
  discover: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const elsewhere = openai?.baseUrl !== undefined && openai.baseUrl !== openaiBaseUrl;
  return [
    ...(elsewhere ? (await discover()).map((name) => `openai-compatible/${name}`) : []),
    ...(!elsewhere && openai?.apiKey ? openaiModels.map((name) => `openai/${name}`) : []),
    ...(anthropic?.apiKey === undefined ? [] : anthropicModels.map((name) => `anthropic/${name}`)),
  ];
}

/** Asks another OPENAI_BASE_URL which models it has, at most every few minutes. Its failure takes nothing else away. */
function createDiscovery({ openai, fetch, clock = Date.now }: ModelSettings): () => Promise<readonly string[]> {
  let found: readonly string[] = [];
  let askedAt = 0;
  let asking: Promise<readonly string[]> | null = null;
  async function ask(): Promise<readonly string[]> {
    try {
      const response = await fetch(`${openai?.baseUrl?.replace(/\/$/, '')}/models`, {
        headers: openai?.apiKey ? { authorization: `Bearer ${openai.apiKey.reveal()}` } : {},
        signal: AbortSignal.timeout(3000),
      });
      const body: unknown = await response.json();
      found = readModelNames(body).filter((name) => !notForChat.test(name));
      // An empty answer or a failure is asked again soon: a local server may still be starting.
      askedAt = found.length === 0 ? clock() - discoveryLifetime + 5000 : clock();
    } catch {
      askedAt = clock() - discoveryLifetime + 5000;
    }
    return found;
  }
  return () => {
    if (clock() - askedAt < discoveryLifetime) return Promise.resolve(found);
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

function readModelNames(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data)) return [];
  return body.data.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? [entry.id] : [],
  );
}
