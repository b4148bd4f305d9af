import { createAnthropic } from '@ai-sdk/anthropic';
import type { Model } from '../model.ts';
import { createLanguageModel, type ModelDeps } from './language-model.ts';

/** A model behind Anthropic's Messages wire format. */
export function createAnthropicModel(deps: ModelDeps): Model {
  const provider = createAnthropic({ apiKey: deps.apiKey.reveal(), baseURL: deps.baseUrl, fetch: deps.fetch });
  return createLanguageModel({
    info: { id: `anthropic/${deps.name}`, label: deps.name, provider: 'anthropic', kind: 'language-model' },
    pause: deps.pause,
    languageModel: provider.messages(deps.name),
    style: { provider: 'anthropic', takesToolImages: true, hoistsSystemText: true },
    providerOptions: ({ parallelToolCalls, tools }) =>
      parallelToolCalls || tools.length === 0 ? undefined : { anthropic: { disableParallelToolUse: true } },
  });
}
