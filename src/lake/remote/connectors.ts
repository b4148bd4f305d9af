import { type ConnectorDefinition, defineConnector, type ToolContext } from '../../connector-kit/index.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { entityAnalysisTools } from '../tools/entity-analysis.ts';
import { explorationTools } from '../tools/exploration.ts';
import type { LakeQuestions } from '../tools/ports.ts';
import { type RemoteEngine, remoteEngines, type RemoteSettings } from './engines.ts';

/** The lake's tools over engines elsewhere: the query goes over as KQL, with the permissions of whoever signed in there. */
export function createRemoteLakeConnectors(analyses: Analyses): readonly ConnectorDefinition[] {
  return remoteEngines.map((engine) => toConnector(engine, analyses));
}

function toConnector(engine: RemoteEngine, analyses: Analyses): ConnectorDefinition {
  const options = { lakeOf: (context: ToolContext<unknown>) => readerOf(engine, context), elsewhere: true };
  return defineConnector({
    id: engine.id,
    name: engine.name,
    description: engine.description,
    icon: engine.icon,
    baseUrl: engine.baseUrl,
    auth: engine.auth,
    instructions:
      'Logs in KQL. First search_tables for what you need, then query_lake with a filter on the time. If a query is refused, the message says what is wrong: correct it and ask again. For a person or an address, analyze_user_entity or analyze_url_entity collects the evidence; poll get_entity_analysis.',
    settings: engine.settings,
    tools: [...explorationTools(options), ...entityAnalysisTools({ ...options, analyses })],
  });
}

function readerOf(engine: RemoteEngine, { http, settings: given }: ToolContext<unknown>): LakeQuestions {
  // The connector's own schema has judged its settings.
  const settings = given as RemoteSettings;
  const name = engine.workspace(settings);
  return {
    workspaces: async () => [{ id: 'default', name }],
    tables: () => engine.tables(http, settings),
    query: async (query, { maxRows }) => {
      const { columns, rows } = await engine.ask(http, { query, settings });
      return { columns, visualization: null, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    },
  };
}
