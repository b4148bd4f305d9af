import type { McpCallItem } from '../../domain/items.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { titleOf } from '../call-item.ts';
import type { Proposal } from '../model.ts';
import { callErrorText, outputText } from '../tool-output.ts';

/** How much of a tool's text the router repeats. The whole is in the call. */
const excerptLength = 1200;

export const nothingAttached =
  'This is the built-in router, not a language model: it finds the tool that fits your words and fills in what they say for certain. No connector is attached to this conversation. Attach one with **(+) > More**, or choose a language model.';

export const nothingFits =
  'This is the built-in router, not a language model. None of the attached tools fits these words. Name what you want done the way a tool would be called, attach another connector with **(+) > More**, or choose a language model.';

export const notRun = 'Not run, as you said. Nothing was called.';

/** What the router says with its proposal. */
export function proposalSentence({ tool, missing, alternatives }: Proposal): string {
  const name = titleOf(tool) ?? tool.definition.name;
  const open = missing.length === 0 ? 'Check the fields and press Run.' : `Fill in ${joinNames(missing)} and press Run.`;
  const others = alternatives.length === 0 ? '' : ' If something else is meant, choose it from the list.';
  return `The built-in router (not a language model) suggests **${name}** of ${tool.connectorName}. ${open}${others}`;
}

/** What came of the calls that ran, in a sentence each. */
export function resultSentences(calls: readonly McpCallItem[]): string {
  return calls.map(resultSentence).join('\n\n');
}

function resultSentence(call: McpCallItem): string {
  const name = call.patchbay?.toolTitle ?? call.name;
  if (call.patchbay?.needsSignIn !== undefined) return `**${name}** could not run yet: ${call.patchbay.needsSignIn.message}`;
  if (call.status !== 'completed') return `**${name}** failed: ${shorten(plainError(call), 600)}`;
  const result = call.patchbay?.result ?? null;
  const text =
    result === null ? (call.output ?? '') : outputText({ ...result, content: result.content.filter((block) => block.type !== 'image') });
  const truncated = call.patchbay?.truncated === true ? ' The result was truncated.' : '';
  const images = result?.content.filter((block) => block.type === 'image').length ?? 0;
  const pictures = images === 0 ? '' : ` It sent ${images === 1 ? 'an image' : `${images} images`}, shown in the call.`;
  const structured = result?.structuredContent ?? parseJson(text);
  if (structured !== undefined) return `**${name}** returned ${describeJson(structured)}, shown in the call.${pictures}${truncated}`;
  if (text.trim() === '') return `**${name}** has run and returned no text.${pictures}${truncated}`;
  return `**${name}** returned:${pictures}${truncated}\n\n${fence(shorten(text.trim(), excerptLength))}`;
}

function plainError(call: McpCallItem): string {
  const result = call.patchbay?.result;
  return result ? outputText(result) : callErrorText(call);
}

/** Tool text stands in a fence: what it contains is shown, never rendered. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}text\n${text}\n${ticks}`;
}

function describeJson(value: Json): string {
  if (Array.isArray(value)) return count(value.length, 'entry', 'entries');
  if (!isJsonObject(value)) return `\`${shorten(JSON.stringify(value), 200).replace(/`/g, "'")}\``;
  const lists = Object.entries(value).filter(([, entry]) => Array.isArray(entry));
  const [list] = lists;
  if (list !== undefined && lists.length === 1 && Array.isArray(list[1])) return count(list[1].length, 'entry', 'entries');
  return count(Object.keys(value).length, 'field', 'fields');
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

function parseJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const shorten = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length)}… (the rest is in the call)`);

function joinNames(names: readonly string[]): string {
  const marked = names.map((name) => `\`${name}\``);
  return marked.length === 1 ? (marked[0] ?? '') : `${marked.slice(0, -1).join(', ')} and ${marked.at(-1)}`;
}
