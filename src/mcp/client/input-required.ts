import { AppError } from '../../domain/errors.ts';
import { isJsonObject, type JsonObject } from '../../domain/json.ts';
import type { CallContext } from '../../domain/tool.ts';
import { answerElicitation } from './elicitation.ts';

/** A result that asks for input before the call can go on (2026-07-28 patterns/mrtr). */
export type InputRequired = { readonly resultType: 'input_required'; readonly inputRequests?: unknown; readonly requestState?: string };
/** What the next round of the same call carries besides its parameters. */
export type RoundParams = { readonly inputResponses?: Record<string, unknown>; readonly requestState?: string };

const maxRounds = 20;
const pauseMilliseconds = 250;

/** Runs the rounds of one call: asks the person what the server wants to know, and repeats the request with the answers. */
export async function runRounds<Result extends object>(
  send: (round: RoundParams) => Promise<Result | InputRequired>,
  context: CallContext,
): Promise<Result> {
  let result = await send({});
  for (let round = 1; isInputRequired(result); round += 1) {
    if (round > maxRounds) {
      throw new AppError('upstream.protocol-error', {
        sentence: `The server still asked for input after ${maxRounds} rounds. The call was given up.`,
      });
    }
    result = await send(await answerRound(result, context));
  }
  return result;
}

function isInputRequired(result: object): result is InputRequired {
  return 'resultType' in result && result.resultType === 'input_required';
}

async function answerRound({ inputRequests, requestState }: InputRequired, context: CallContext): Promise<RoundParams> {
  const requests = Object.entries(isJsonObject(inputRequests) ? inputRequests : {});
  if (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  context.signal.throwIfAborted();
  const answers = await Promise.all(requests.map(async ([key, request]) => [key, await answerOne(request, context)] as const));
  return {
    ...(answers.length === 0 ? {} : { inputResponses: Object.fromEntries(answers) }),
    // The state is the server's; it goes back byte for byte, and only if there was one.
    ...(requestState === undefined ? {} : { requestState }),
  };
}

async function answerOne(request: JsonObject[string], context: CallContext): Promise<unknown> {
  const method = isJsonObject(request) ? request['method'] : undefined;
  if (!isJsonObject(request) || method !== 'elicitation/create') {
    throw new AppError('upstream.protocol-error', {
      sentence: `The server asked for ${typeof method === 'string' ? method : 'input'}, which Patchbay did not offer. The call was given up.`,
    });
  }
  return answerElicitation(request['params'], context);
}
