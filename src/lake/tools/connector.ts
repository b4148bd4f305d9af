import { defineConnector, drawIcon, none } from '../../connector-kit/index.ts';
import { entityAnalysisTools } from './entity-analysis.ts';
import { explorationTools } from './exploration.ts';
import type { LakeToolPorts } from './ports.ts';

/** The security data lake as a built-in connector, and at `/mcp/data-exploration`. */
export function createLakeConnector({ lake, analyses }: LakeToolPorts) {
  const lakeOf = () => lake;
  return defineConnector({
    id: 'data-exploration',
    name: 'Security data lake',
    description: 'Find tables, run KQL and analyse people and addresses over your own security logs.',
    icon: drawIcon('water', '#23708f'),
    auth: none(),
    instructions:
      'Security logs in KQL. First search_tables for what you need, then query_lake with a filter on TimeGenerated. If a query is refused, its message names line, column and what is right: correct it and ask again. For a person or an address, analyze_user_entity or analyze_url_entity collects the evidence; poll get_entity_analysis.',
    tools: [...explorationTools({ lakeOf }), ...entityAnalysisTools({ analyses, lakeOf })],
  });
}
