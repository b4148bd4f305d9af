import type { Model } from '../model.ts';

/** The built-in router: not a language model, and its text says so. */
export function createRouterModel(): Model {
  return {
    id: 'patchbay/router',
    label: 'Built-in router',
    provider: 'patchbay',
    kind: 'router',
    async *step() {
      yield { kind: 'step-ended', end: 'stop', usage: null };
    },
  };
}
