import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callTool } from '../../../src/connector-kit/testing.ts';
import outlookCalendar from '../../../src/connectors/outlook-calendar/connector.ts';
import outlookMail from '../../../src/connectors/outlook-mail/connector.ts';
import sharepoint from '../../../src/connectors/sharepoint/connector.ts';
import teams from '../../../src/connectors/teams/connector.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { createGraph, type Graph } from './graph.ts';
import { departures, type GraphJudge, graphDescription, nameOf, startGraphJudge } from './judge.ts';

const connectors = [outlookMail, outlookCalendar, teams, sharepoint];
const cases = connectors.flatMap((connector) =>
  connector.tools.flatMap((tool) =>
    tool.examples.map((example) => [connector.name, tool.name, example.title, connector, example.input as JsonObject] as const),
  ),
);

const hasDescription = existsSync(graphDescription);
test.skipIf(hasDescription)('the description is skipped: no shared data', () => expect(hasDescription).toBe(false));

describe.skipIf(!hasDescription)("Microsoft's description of Graph has nothing to say against", () => {
  let graph: Graph;
  let judge: GraphJudge;
  beforeAll(async () => {
    graph = createGraph();
    judge = await startGraphJudge((request) => graph.handle(request));
  });
  afterAll(() => judge?.close());

  test.each(cases)('%s, %s: %s', async (_connector, name, _title, connector, input) => {
    const before = judge.violations.length;
    const fetch = graph.fetchAs('mira', undefined, (request) => judge.fetch(request));
    const { isError, content } = await callTool(connector, { name, input, fetch });
    expect(judge.violations.slice(before)).toEqual([]);
    expect(isError, JSON.stringify(content)).not.toBe(true);
  });

  test('each way in which the description departs from the reference was met, and most requests were judged', () => {
    const rows = [...[...departures.statuses, ...departures.missing].map(nameOf), ...departures.names];
    expect([...judge.used].toSorted()).toEqual(rows.toSorted());
    expect(judge.judged).toBeGreaterThan(cases.length / 2);
  });

  test('the judge is awake: it objects to a wrong type, a wrong field and an answer that is not described', async () => {
    const before = judge.violations.length;
    const send = async (path: string, init?: RequestInit) => {
      const fetch = graph.fetchAs('mira', undefined, (request) => judge.fetch(request));
      await fetch(`https://graph.microsoft.com/v1.0${path}`, init);
    };
    const post = (body: unknown) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    await send('/me/messages?$select=nosuchfield');
    await send('/me/sendMail', post({ Message: { subject: 7 } }));
    await send('/me/sendMail', post({ Message: { subjekt: 'x' } }));
    graph.faults.push(Response.json({ value: [{ id: 7, subjekt: 'x' }] }));
    await send('/me/messages');
    expect(judge.violations.slice(before)).toEqual([
      expect.stringContaining('nosuchfield'),
      expect.stringContaining('subject'),
      expect.stringContaining('unknown in the request: .Message.subjekt'),
      expect.stringContaining('"id"'),
      expect.stringContaining('unknown in the answer: .value[].subjekt'),
    ]);
  });
});
