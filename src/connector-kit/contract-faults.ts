import { Validator } from '@cfworker/json-schema';
import type { z } from 'zod';
import { canonicalJson } from '../domain/json.ts';
import type { ConnectorDefinition } from './connector.ts';
import { fetchInput, fetchOutput, profileOutput, searchInput, searchOutput } from './deep-research.ts';
import { saysHowToRegister } from './registration.ts';
import type { AnyTool } from './tool.ts';
import { toJsonSchema } from './tool-definition.ts';

/** What is wrong with a connector as others see it, a sentence each; empty when nothing is. */
export function contractFaults(connector: ConnectorDefinition): readonly string[] {
  const names = connector.tools.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const absent = [...contracts.keys()].filter((name) => !names.includes(name));
  return [
    ...faultsIf(connector, [
      [({ id }) => !/^[a-z][a-z0-9-]*$/.test(id), 'the id is not [a-z0-9-]'],
      [
        ({ description }) => description.length < 20 || description.length > 300,
        'the description is not a sentence of 20 to 300 characters',
      ],
      [({ instructions }) => instructions.trim() === '', 'there are no instructions'],
      [({ tools }) => tools.length === 0, 'there are no tools'],
      [({ auth, baseUrl }) => auth.kind !== 'none' && baseUrl === undefined, 'it has a sign-in but no base URL to use it at'],
      [({ auth }) => auth.kind === 'oauth2' && !saysHowToRegister(auth), 'the sign-in does not say how the owner registers an application'],
      [() => twice.length > 0, `tools have the same name: ${twice.join(', ')}`],
      [() => absent.length > 0, `tools that every connector has are missing: ${absent.join(', ')}`],
    ]),
    ...connector.tools.flatMap((tool) => toolFaults(tool, connector).map((fault) => `${tool.name}: ${fault}`)),
  ];
}

type Rule<Subject> = readonly [isBroken: (subject: Subject) => boolean, sentence: string];

function faultsIf<Subject>(subject: Subject, rules: readonly Rule<Subject>[]): readonly string[] {
  return rules.filter(([isBroken]) => isBroken(subject)).map(([, sentence]) => sentence);
}

const rules: readonly Rule<AnyTool>[] = [
  [({ name }) => !/^[a-z][a-z_]{0,63}$/.test(name), 'the name is not of at most 64 of [a-z_]'],
  [({ title }) => title.trim() === '', 'there is no title'],
  [({ description }) => !/\bUse (it|this)\b/.test(description), 'the description does not say when to use it ("Use it …")'],
  [({ description }) => description.length > 600, 'the description is longer than 600 characters'],
  [({ annotations }) => annotations.readOnlyHint && annotations.destructiveHint, 'it says that it only reads, and that it destroys'],
  [({ annotations }) => annotations.readOnlyHint && !annotations.idempotentHint, 'it only reads, so it is idempotent'],
  [({ annotations, labels }) => annotations.readOnlyHint && labels.sends !== 'none', 'it only reads, so it sends nothing'],
  [({ annotations, labels }) => !annotations.readOnlyHint && labels.sends === 'none', 'it writes, so its labels say where that goes'],
  [({ output }) => Object.keys(output.shape).length === 0, 'the output schema is empty'],
  [({ examples }) => examples.length === 0, 'there is no example'],
];

function toolFaults(tool: AnyTool, { auth }: ConnectorDefinition): readonly string[] {
  const known = auth.kind === 'oauth2' ? Object.keys(auth.scopes) : [];
  const unknown = tool.scopes.filter((scope) => !known.includes(scope));
  return [
    ...faultsIf(tool, rules),
    ...(unknown.length === 0 ? [] : [`the sign-in does not know the scopes ${unknown.join(', ')}`]),
    ...exampleFaults(tool),
    ...contractOf(tool),
  ];
}

/** An example must fit what the tool parses and what clients are told alike. */
function exampleFaults({ examples, input }: AnyTool): readonly string[] {
  const validator = new Validator(toJsonSchema(input, 'input'), '2020-12', false);
  return examples
    .filter((example) => !input.safeParse(example.input).success || !validator.validate(example.input).valid)
    .map(({ title }) => `the example "${title}" does not fit the input schema`);
}

const contracts = new Map<string, { readonly input: z.ZodType | null; readonly output: z.ZodObject; readonly exactly: boolean }>([
  ['search', { input: searchInput, output: searchOutput, exactly: true }],
  ['fetch', { input: fetchInput, output: fetchOutput, exactly: true }],
  ['get_profile', { input: null, output: profileOutput, exactly: false }],
]);

/** `search`, `fetch` and `get_profile` are everywhere, and mean the same. */
function contractOf({ name, input, output, annotations }: AnyTool): readonly string[] {
  const contract = contracts.get(name);
  if (contract === undefined) return [];
  const keeps = contract.exactly
    ? same(output, contract.output, 'output')
    : Object.keys(contract.output.shape).every((key) => key in output.shape);
  return [
    ...(contract.input === null || same(input, contract.input, 'input') ? [] : [`the input is not that of every "${name}"`]),
    ...(keeps ? [] : [`the output is not that of every "${name}"`]),
    ...(annotations.readOnlyHint ? [] : ['it must only read']),
  ];
}

function same(left: z.ZodType, right: z.ZodType, io: 'input' | 'output'): boolean {
  return canonicalJson(toJsonSchema(left, io)) === canonicalJson(toJsonSchema(right, io));
}
