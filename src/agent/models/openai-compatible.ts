import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Secret } from '../../domain/secret.ts';
import type { Model } from '../model.ts';
import { createLanguageModel, type ModelDeps } from './language-model.ts';

/** A model behind the chat-completions wire format: Ollama, vLLM, llama.cpp and most others. */
export function createOpenAICompatibleModel(deps: Omit<ModelDeps, 'apiKey'> & { readonly apiKey: Secret | null }): Model {
  const provider = createOpenAICompatible({
    name: 'openaiCompatible',
    baseURL: deps.baseUrl,
    fetch: deps.fetch,
    includeUsage: true,
    supportsStructuredOutputs: true,
    ...(deps.apiKey === null ? {} : { apiKey: deps.apiKey.reveal() }),
  });
  return createLanguageModel({
    info: { id: `openai-compatible/${deps.name}`, label: deps.name, provider: 'openai-compatible', kind: 'language-model' },
    pause: deps.pause,
    languageModel: provider.chatModel(deps.name),
    style: { provider: 'openaiCompatible', takesToolImages: false, hoistsSystemText: false },
    // Sent only where it changes something: many servers do not know these parameters.
    providerOptions: ({ parallelToolCalls, tools, sampling }) => ({
      openaiCompatible: {
        ...(parallelToolCalls || tools.length === 0 ? {} : { parallel_tool_calls: false }),
        ...(sampling.verbosity === null ? {} : { textVerbosity: sampling.verbosity }),
      },
    }),
  });
}
