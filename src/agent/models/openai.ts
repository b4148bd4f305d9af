import { createOpenAI } from '@ai-sdk/openai';
import type { Model } from '../model.ts';
import { createLanguageModel, type ModelDeps } from './language-model.ts';

/** A model behind OpenAI's Responses wire format. Nothing is stored there: the conversation is ours. */
export function createOpenAIModel(deps: ModelDeps): Model {
  const provider = createOpenAI({ apiKey: deps.apiKey.reveal(), baseURL: deps.baseUrl, fetch: deps.fetch });
  return createLanguageModel({
    info: { id: `openai/${deps.name}`, label: deps.name, provider: 'openai', kind: 'language-model' },
    pause: deps.pause,
    languageModel: provider.responses(deps.name),
    style: { provider: 'openai', takesToolImages: true, hoistsSystemText: false },
    providerOptions: ({ parallelToolCalls, tools, sampling }) => ({
      openai: {
        store: false,
        ...(tools.length === 0 ? {} : { parallelToolCalls }),
        ...(sampling.reasoning.summary === null ? {} : { reasoningSummary: sampling.reasoning.summary }),
        ...(sampling.verbosity === null ? {} : { textVerbosity: sampling.verbosity }),
        ...(sampling.truncation === 'auto' ? { truncation: 'auto' } : {}),
        ...(sampling.format.kind === 'json-schema' ? { strictJsonSchema: sampling.format.strict } : {}),
      },
    }),
  });
}
