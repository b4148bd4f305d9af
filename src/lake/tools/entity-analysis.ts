import { defineTool, ToolError, z } from '../../connector-kit/index.ts';
import type { UserId } from '../../domain/ids.ts';
import type { AnalysedWorkspace, Analyses, AnalysisReport, EntityKind } from '../analysis/analyses.ts';
import type { Row } from '../analysis/finding.ts';
import { type ExplorationOptions, labels, reads, workspaceOf, workspaceParameter } from './exploration.ts';
import type { LakeQuestions } from './ports.ts';

export type AnalysisOptions = ExplorationOptions & { readonly analyses: Analyses };

/** The rows of a query that a finding judges. */
const analysedRows = 200;

const maxSpan = 7 * 86_400_000;
const time = z.iso.datetime({ offset: true }).describe('ISO 8601, such as 2026-06-01T00:00:00Z.');
const report = z.object({
  analysisId: z.string(),
  entityKind: z.enum(['user', 'url']),
  entity: z.string(),
  startTime: z.string(),
  endTime: z.string(),
  status: z.enum(['running', 'completed']),
  done: z.number(),
  total: z.number(),
  score: z.number().nullable().describe('0 to 100: the sum of the points of the findings.'),
  verdict: z.string().nullable(),
  findings: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      sentence: z.string(),
      points: z.number(),
      query: z.string().describe('The KQL that shows it.'),
      rows: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  notLookedAt: z.array(z.object({ title: z.string(), reason: z.string() })),
});

/** Analyses of a person and of an address: evidence with the KQL behind it, scored without a model. */
export function entityAnalysisTools({ analyses, lakeOf, elsewhere = false }: AnalysisOptions) {
  const annotations = { ...reads, openWorldHint: elsewhere };
  const starter = ({ kind, noun, example }: { readonly kind: EntityKind; readonly noun: string; readonly example: string }) =>
    defineTool({
      name: `analyze_${kind}_entity`,
      title: `Analyse a ${noun}`,
      description: `Starts an analysis of a ${noun} over at most seven days: what the logs show, the KQL behind each finding, a score with its parts, and what could not be looked at. It runs in the background; ask get_entity_analysis with the id that it gives.`,
      scopes: [],
      annotations,
      labels,
      input: z.object({
        entity: z
          .string()
          .min(1)
          .max(2048)
          .describe(kind === 'user' ? 'A user principal name or an Entra object id.' : 'An address, or its host.'),
        startTime: time,
        endTime: time,
        workspaceId: workspaceParameter,
      }),
      output: report,
      examples: [{ title: 'A day', input: { entity: example, startTime: '2026-06-01T00:00:00Z', endTime: '2026-06-02T00:00:00Z' } }],
      run: async ({ entity, startTime, endTime, workspaceId: named }, context) => {
        const span = Date.parse(endTime) - Date.parse(startTime);
        if (!(span > 0 && span <= maxSpan)) throw new ToolError('The end must be after the start, and at most seven days later.');
        const workspaceId = await workspaceOf(lakeOf(context), named);
        const userId = context.principal.userId as UserId;
        const request = { userId, kind, entity, startTime: iso(startTime), endTime: iso(endTime) };
        // It goes on when this call has ended, so its way to the service must not end with it.
        return toOutput(
          analyses.start(request, (signal) =>
            toAnalysedWorkspace(lakeOf({ ...context, http: context.httpUntil(signal), signal }), { workspaceId, signal }),
          ),
        );
      },
    });

  const getAnalysis = defineTool({
    name: 'get_entity_analysis',
    title: 'Read an analysis',
    description:
      'Gives an analysis that was started with analyze_user_entity or analyze_url_entity, as far as it has come. Ask again while its status is "running".',
    scopes: [],
    annotations,
    labels,
    input: z.object({ analysisId: z.string() }),
    output: report,
    examples: [{ title: 'By its id', input: { analysisId: 'trc_0123' } }],
    run: async ({ analysisId }, { principal }) => {
      const found = analyses.get(principal.userId as UserId, analysisId);
      if (found === null) throw new ToolError('There is no such analysis; they are kept for an hour. Start it again.');
      return toOutput(found);
    },
  });

  return [
    starter({ kind: 'user', noun: 'person', example: 'ada@example.com' }),
    starter({ kind: 'url', noun: 'web address', example: 'https://example.com/login' }),
    getAnalysis,
  ];
}

/** A workspace as an analysis looks into it. What an engine elsewhere holds is not known, so any of its tables may. */
function toAnalysedWorkspace(
  lake: LakeQuestions,
  { workspaceId, signal }: { readonly workspaceId: string; readonly signal: AbortSignal },
): AnalysedWorkspace {
  return {
    tables: async () => {
      const tables = await lake.tables(workspaceId);
      return new Set(tables.flatMap(({ name, rows }) => (rows === 0 ? [] : [name])));
    },
    run: async (query) => {
      const { columns, rows } = await lake.query(query, { workspaceId, signal, maxRows: analysedRows });
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])) as Row);
    },
  };
}

const iso = (text: string) => new Date(text).toISOString();

function toOutput(found: AnalysisReport): z.input<typeof report> {
  return {
    ...found,
    findings: found.findings.map((finding) => ({ ...finding, rows: finding.rows.map((row) => ({ ...row })) })),
    notLookedAt: [...found.notLookedAt],
  };
}
