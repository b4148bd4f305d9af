import { defineConnector, drawIcon, none, z } from '../../connector-kit/index.ts';
import { savedQuery } from '../../domain/saved-query.ts';
import type { LakeReader } from '../tools/ports.ts';
import { faultsOf } from './bind.ts';
import { shippedQueries } from './shipped.ts';
import { toQueryTool } from './tool.ts';

const sound = savedQuery.superRefine((saved, context) => {
  for (const message of faultsOf(saved)) context.addIssue({ code: 'custom', message });
});

const settings = z.object({
  queries: z
    .array(sound)
    .max(200)
    .default([])
    .refine((queries) => new Set(queries.map(({ name }) => name)).size === queries.length, 'two queries have the same name')
    .meta({ title: 'Queries' }),
});

const instructions =
  'Questions to the security lake that somebody has written in KQL. Each answers one thing; fill in its parameters. Where none fits, write KQL with query_lake of the connector "Security data lake".';

/** Saved queries as connectors: a collection of one's own, and the questions that come with the sample month. */
export function createSavedQueryConnectors(lake: LakeReader) {
  const ownQueries = defineConnector({
    id: 'saved-queries',
    name: 'Saved queries',
    description: 'KQL queries of your own as tools, with typed parameters.',
    icon: drawIcon('bookmark', '#85593d'),
    auth: none(),
    instructions,
    settings,
    tools: [],
    // What the settings hold has passed the schema above.
    toolsOf: (given) => settings.parse(given).queries.map((saved) => toQueryTool(saved, lake)),
  });
  const shipped = defineConnector({
    id: 'security-questions',
    name: 'Security questions',
    description: 'A dozen questions that analysts ask of sign-ins, devices, mail and alerts, ready to call.',
    icon: drawIcon('shieldAsks', '#7d4a6a'),
    auth: none(),
    instructions,
    tools: shippedQueries.map((saved) => toQueryTool(saved, lake)),
  });
  return [ownQueries, shipped];
}
