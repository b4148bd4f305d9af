import { type Compiled, type KqlColumn, type NeedsColumns, typeOfKinds, withSchema } from '../kql/index.ts';

type Steps = {
  readonly translate: (text: string) => Promise<Compiled | NeedsColumns>;
  readonly run: (sql: string, columns: readonly KqlColumn[]) => AsyncIterable<readonly string[]>;
};

/** Plugins that one query may ask the data for; each costs a run. */
const maxProbes = 8;
/** Names that an empty probe may take from what the query says after it. */
const maxGuesses = 60;

const probeColumns: readonly KqlColumn[] = [
  { name: 'name', type: 'string' },
  { name: 'kinds', type: 'string' },
];

/** Translates; where columns depend on the data (bag_unpack, pivot) it asks for them and translates again. */
export async function compileWithColumns(query: string, { translate, run }: Steps): Promise<Compiled> {
  let text = query;
  for (let probes = 0; probes < maxProbes; probes += 1) {
    const result = await translate(text);
    if (result.kind !== 'probe') return result;
    const found = await readColumns(run(result.sql, probeColumns));
    if (found.length > 0) text = withSchema(text, result, found);
    else text = await withGuesses(text, { needs: result, translate });
  }
  return tooMany;
}

const tooMany: Compiled = {
  kind: 'refused',
  diagnostics: [
    {
      code: 'kql.refused',
      message: 'Too many plugins whose columns depend on the data. Write their schemas after them.',
      line: 1,
      column: 1,
      length: 0,
    },
  ],
};

async function readColumns(chunks: AsyncIterable<readonly string[]>): Promise<readonly KqlColumn[]> {
  const found: KqlColumn[] = [];
  for await (const chunk of chunks) {
    for (const row of chunk) {
      const [name, kinds] = JSON.parse(row) as [string, string];
      found.push({ name, type: typeOfKinds(kinds) });
    }
  }
  return found;
}

/** No rows, so no columns: names that the query uses later stand for empty ones, since the answer is empty either way. */
async function withGuesses(
  text: string,
  { needs, translate }: { readonly needs: NeedsColumns; readonly translate: Steps['translate'] },
): Promise<string> {
  const guessed: KqlColumn[] = [];
  for (;;) {
    const patched = withSchema(text, needs, guessed);
    const result = await translate(patched);
    const missing =
      result.kind === 'refused' ? /^The name '([^']+)' does not refer/.exec(result.diagnostics[0]?.message ?? '')?.[1] : undefined;
    if (missing === undefined || guessed.length >= maxGuesses || guessed.some(({ name }) => name === missing)) return patched;
    guessed.push({ name: missing, type: 'dynamic' });
  }
}
