import type { ToolCatalog } from '../domain/tool.ts';
import type { Store } from '../store/store.ts';
import { type ChatTurns, createChatTurns } from './chat-turns.ts';
import type { Models } from './models/models.ts';
import type { TurnDeps } from './ports.ts';
import { createRunTurn } from './turn.ts';
import { createTurnHub } from './turn-hub.ts';
import { createTurnRunner, type TurnRunner } from './turn-runner.ts';

/** Everything that runs turns: `start` for the chat, `begin` for `/v1`, and the ways to follow and stop them. */
export type Turns = TurnRunner & ChatTurns;

export type TurnsDeps = TurnDeps & {
  readonly store: Pick<Store, 'responses' | 'conversations' | 'connectors'>;
  readonly catalog: ToolCatalog;
  readonly models: Models;
};

export function createTurns(deps: TurnsDeps): Turns {
  const runner = createTurnRunner({ ...deps, runTurn: createRunTurn(deps), hub: createTurnHub() });
  return { ...runner, ...createChatTurns({ ...deps, runner }) };
}
