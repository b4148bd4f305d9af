import type { OfferedOperation } from '../../../../contract/offered-objects.ts';

/** One entry of the setting `operations`, as it is stored. */
export type Choice = { readonly operation: string; readonly name?: string; readonly fields: readonly string[] };

/** What stands in the settings; none chosen means all of them, so all that can be are. */
export function readChoices(stored: unknown, offered: readonly OfferedOperation[]): readonly Choice[] {
  const entries = Array.isArray(stored) ? stored.flatMap((entry: unknown) => readChoice(entry) ?? []) : [];
  return entries.length > 0 ? entries : offered.filter(canBeTool).map(({ operation }) => ({ operation, fields: [] }));
}

function readChoice(entry: unknown): Choice | null {
  if (typeof entry !== 'object' || entry === null || !('operation' in entry) || typeof entry.operation !== 'string') return null;
  const name = 'name' in entry && typeof entry.name === 'string' ? { name: entry.name } : {};
  const fields = 'fields' in entry && Array.isArray(entry.fields) ? entry.fields.filter((field) => typeof field === 'string') : [];
  return { operation: entry.operation, ...name, fields };
}

/** What is saved: all as they are is an empty list, which also takes what a later description brings. */
export function writeChoices(choices: readonly Choice[], offered: readonly OfferedOperation[]): readonly Choice[] {
  const tidy = choices.map(({ operation, name = '', fields }) => ({
    operation,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    fields,
  }));
  const plain = tidy.every(({ name, fields }) => name === undefined && fields.length === 0);
  const possible = offered.filter(canBeTool);
  const whole = tidy.length === possible.length && possible.every((operation) => choicesOf(tidy, operation).length === 1);
  return plain && whole ? [] : tidy;
}

export const canBeTool = ({ toolName }: OfferedOperation): boolean => toolName !== null;

/** Mostly one; settings may make several tools of an operation. They name it by method and path or by its id. */
export function choicesOf(choices: readonly Choice[], { operation, id }: OfferedOperation): readonly Choice[] {
  return choices.filter((choice) => choice.operation === operation || (id !== '' && choice.operation === id));
}

/** Chosen, and no longer in the description. */
export function missingChoices(choices: readonly Choice[], offered: readonly OfferedOperation[]): readonly Choice[] {
  const known = new Set(offered.flatMap(({ operation, id }) => [operation, id]));
  return choices.filter(({ operation }) => !known.has(operation));
}

/** Ticks or unticks these; what was said about those that stay is kept. */
export function setChosen(
  choices: readonly Choice[],
  { operations, chosen }: { readonly operations: readonly OfferedOperation[]; readonly chosen: boolean },
): readonly Choice[] {
  const possible = operations.filter(canBeTool);
  if (chosen) {
    const added = possible.filter((operation) => choicesOf(choices, operation).length === 0);
    return [...choices, ...added.map(({ operation }) => ({ operation, fields: [] }))];
  }
  const left = new Set(operations.flatMap((operation) => choicesOf(choices, operation)));
  return choices.filter((choice) => !left.has(choice));
}

export const shownKinds = ['all', 'chosen', 'impossible'] as const;
export type ShownKind = (typeof shownKinds)[number];

/** Those of a kind that have all the words somewhere. */
export function filterOperations(
  offered: readonly OfferedOperation[],
  { words, kind, choices }: { readonly words: string; readonly kind: ShownKind; readonly choices: readonly Choice[] },
): readonly OfferedOperation[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const keys = new Set(choices.map(({ operation }) => operation));
  const isShown = (operation: OfferedOperation) =>
    kind === 'all' || (kind === 'impossible' ? !canBeTool(operation) : keys.has(operation.operation) || keys.has(operation.id));
  return offered.filter((operation) => {
    const { operation: signature, id, title, tags } = operation;
    const text = `${signature}\n${id}\n${title}\n${tags.join('\n')}`.toLowerCase();
    return isShown(operation) && wanted.every((word) => text.includes(word));
  });
}

/** What is wrong with the names that people gave, by the choice. */
export function nameFaults(choices: readonly Choice[]): ReadonlyMap<Choice, string> {
  const names = choices.map(({ name = '' }) => name.trim());
  const used = new Map<string, number>();
  for (const name of names) used.set(name, (used.get(name) ?? 0) + 1);
  return new Map(
    choices.flatMap((choice, index): [Choice, string][] => {
      const name = names[index] ?? '';
      if (name === '') return [];
      if (!/^[A-Za-z][\w-]{0,63}$/.test(name))
        return [[choice, 'A name begins with a letter and has letters, digits, _ and -, at most 64.']];
      return (used.get(name) ?? 0) > 1 ? [[choice, 'Another tool has this name.']] : [];
    }),
  );
}

/** Ticks or unticks a field; one that holds others takes them with it. */
export function toggleField(fields: readonly string[], path: string): readonly string[] {
  if (fields.includes(path)) return fields.filter((field) => field !== path);
  return [...fields.filter((field) => !field.startsWith(`${path}.`)), path];
}

/** Kept already, since a field above it is. */
export const isImplied = (fields: readonly string[], path: string): boolean => fields.some((field) => path.startsWith(`${field}.`));
