import type { CatalogTool } from '../../domain/tool.ts';
import type { Proposal } from '../model.ts';
import { createToolSearch, stem, words } from '../tool-search.ts';
import { readEvidence } from './evidence.ts';
import { fillArguments } from './fill.ts';

const mostAlternatives = 4;

/** The call that fits a prompt best, its arguments as far as they are certain, and what else could be meant; null: nothing fits. */
export function proposeCall(
  prompt: string,
  { tools, now }: { readonly tools: readonly CatalogTool[]; readonly now: Date },
): Proposal | null {
  const evidence = readEvidence(prompt, now);
  const named = namedConnectors(prompt, tools);
  const candidates = named.size === 0 ? tools : tools.filter((tool) => named.has(tool.label));
  const asked = new Set(words(prompt).map(stem));
  const ranked = createToolSearch(candidates)
    .find(evidence.rest, { limit: 12 })
    .map(({ tool, score }) => {
      const filled = fillArguments(tool.definition.inputSchema, evidence);
      // A tool whose name is said in full is meant; one that would need much more than the prompt says is less likely.
      const nameWords = words(tool.definition.name).map(stem);
      const saidInFull = nameWords.every((word) => asked.has(word)) ? 1.6 : 1;
      const fit = (1 + 0.1 * Object.keys(filled.input).length) * 0.85 ** filled.missing.length;
      return { tool, ...filled, score: score * saidInFull * fit };
    })
    .sort((left, right) => right.score - left.score);
  const [best, ...others] = ranked;
  // A connector that is named and has one tool is meant, whatever the words.
  if (best === undefined) return named.size > 0 && candidates.length === 1 ? only(candidates, evidence) : null;
  return {
    tool: best.tool,
    input: best.input,
    missing: best.missing,
    alternatives: others
      .filter(({ score }) => score > best.score * 0.05)
      .slice(0, mostAlternatives)
      .map(({ tool, input }) => ({ tool, input })),
  };
}

function only([tool]: readonly CatalogTool[], evidence: ReturnType<typeof readEvidence>): Proposal | null {
  return tool === undefined ? null : { tool, ...fillArguments(tool.definition.inputSchema, evidence), alternatives: [] };
}

/** Connectors that the prompt mentions: `@slug`, or the name as a word. */
function namedConnectors(prompt: string, tools: readonly CatalogTool[]): ReadonlySet<string> {
  const text = ` ${words(prompt).join(' ')} `;
  const lower = prompt.toLowerCase();
  return new Set(
    tools
      .filter(({ label, connectorName }) => {
        const name = words(connectorName).join(' ');
        return lower.includes(`@${label.toLowerCase()}`) || (name.length > 2 && text.includes(` ${name} `));
      })
      .map(({ label }) => label),
  );
}
