import { findAppError } from '../../domain/errors.ts';
import type { Clock, UserId } from '../../domain/ids.ts';
import { toKqlLiteral } from '../kql-literal.ts';
import type { Finding, Row, Subject } from './finding.ts';
import { urlFindings } from './url-findings.ts';
import { userFindings } from './user-findings.ts';

export type EntityKind = 'user' | 'url';

/** A finding as reported: what was seen, the query that showed it, and a part of its rows. */
export type ReportedFinding = {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly points: number;
  readonly query: string;
  readonly rows: readonly Row[];
};

export type AnalysisReport = {
  readonly analysisId: string;
  readonly entityKind: EntityKind;
  readonly entity: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly status: 'running' | 'completed';
  /** Queries that have been asked, of all. */
  readonly done: number;
  readonly total: number;
  /** 0–100, the sum of the points of the findings; null while it runs. */
  readonly score: number | null;
  readonly verdict: string | null;
  readonly findings: readonly ReportedFinding[];
  /** What could not be looked at, and why. */
  readonly notLookedAt: readonly { readonly title: string; readonly reason: string }[];
};

export type AnalysisRequest = {
  readonly userId: UserId;
  readonly kind: EntityKind;
  readonly entity: string;
  readonly startTime: string;
  readonly endTime: string;
};

/** The workspace that an analysis looks into, here or elsewhere; all of it ends with the signal. */
export type AnalysedWorkspace = {
  /** Runs a query to its end; rows by column name. */
  readonly run: (query: string) => Promise<readonly Row[]>;
  /** The names of the tables that may hold rows. */
  readonly tables: () => Promise<ReadonlySet<string>>;
};

export type AnalysisPorts = { readonly clock: Clock; readonly newId: () => string };

/** Analyses run in the background and are asked for again, as those of Microsoft Sentinel are. No model takes part. */
export type Analyses = {
  /** `open` is called at once, with a signal that falls when the program ends. */
  start(request: AnalysisRequest, open: (signal: AbortSignal) => AnalysedWorkspace): AnalysisReport;
  /** Null: unknown, somebody else's, or older than an hour. */
  get(userId: UserId, analysisId: string): AnalysisReport | null;
  close(): void;
};

const findingsOf: Readonly<Record<EntityKind, readonly Finding[]>> = { user: userFindings, url: urlFindings };
const shownRows = 20;
const kept = 60 * 60_000;

export function createAnalyses(ports: AnalysisPorts): Analyses {
  const running = new Map<string, { report: AnalysisReport; readonly userId: UserId; readonly startedAt: number }>();
  const stop = new AbortController();

  function forgetOld(): void {
    for (const [id, { startedAt }] of running) if (ports.clock() - startedAt > kept) running.delete(id);
  }

  async function work(entry: { report: AnalysisReport }, request: AnalysisRequest, workspace: AnalysedWorkspace): Promise<void> {
    const subject: Subject = {
      entity: toKqlLiteral('string', request.entity),
      host: toKqlLiteral('string', hostOf(request.entity)),
      start: toKqlLiteral('datetime', request.startTime),
      end: toKqlLiteral('datetime', request.endTime),
    };
    const tables = workspace.tables();
    for (const finding of findingsOf[request.kind]) {
      if (stop.signal.aborted) return;
      entry.report = addTo(entry.report, await look(finding, { subject, workspace, tables }));
    }
    entry.report = conclude(entry.report);
  }

  return {
    start: (request, open) => {
      forgetOld();
      const { kind, entity, startTime, endTime } = request;
      const report: AnalysisReport = {
        analysisId: ports.newId(),
        entityKind: kind,
        entity,
        startTime,
        endTime,
        status: 'running',
        done: 0,
        total: findingsOf[kind].length,
        score: null,
        verdict: null,
        findings: [],
        notLookedAt: [],
      };
      const entry = { report, userId: request.userId, startedAt: ports.clock() };
      running.set(report.analysisId, entry);
      void work(entry, request, open(stop.signal));
      return report;
    },
    get: (userId, analysisId) => {
      forgetOld();
      const entry = running.get(analysisId);
      return entry?.userId === userId ? entry.report : null;
    },
    close: () => stop.abort(),
  };
}

type Look =
  | { readonly kind: 'found'; readonly finding: ReportedFinding }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'blind'; readonly title: string; readonly reason: string };

type Looking = {
  readonly subject: Subject;
  readonly workspace: AnalysedWorkspace;
  readonly tables: ReturnType<AnalysedWorkspace['tables']>;
};

async function look(finding: Finding, { subject, workspace, tables }: Looking): Promise<Look> {
  const { id, title } = finding;
  try {
    const held = await tables;
    const missing = finding.tables.filter((table) => !held.has(table));
    if (missing.length > 0) return { kind: 'blind', title, reason: `${missing.join(' and ')} holds no data in this workspace.` };
    const query = finding.query(subject);
    const rows = await workspace.run(query);
    const verdict = finding.judge(rows);
    if (verdict === null) return { kind: 'nothing' };
    return { kind: 'found', finding: { id, title, ...verdict, query, rows: rows.slice(0, shownRows) } };
  } catch (error) {
    return { kind: 'blind', title, reason: findAppError(error)?.message ?? 'The query could not be run.' };
  }
}

function addTo(report: AnalysisReport, seen: Look): AnalysisReport {
  const done = report.done + 1;
  switch (seen.kind) {
    case 'found':
      return { ...report, done, findings: [...report.findings, seen.finding] };
    case 'blind':
      return { ...report, done, notLookedAt: [...report.notLookedAt, { title: seen.title, reason: seen.reason }] };
    case 'nothing':
      return { ...report, done };
  }
}

function conclude(report: AnalysisReport): AnalysisReport {
  const score = Math.min(
    100,
    report.findings.reduce((sum, finding) => sum + finding.points, 0),
  );
  const level = score >= 60 ? 'High' : score >= 25 ? 'Medium' : score > 0 ? 'Low' : 'None seen';
  const strongest = [...report.findings].sort((left, right) => right.points - left.points)[0];
  const blind = report.notLookedAt.length === 0 ? '' : ` ${report.notLookedAt.length} of ${report.total} questions could not be asked.`;
  const verdict = `${level} (${score} of 100).${strongest === undefined || strongest.points === 0 ? '' : ` ${strongest.sentence}`}${blind}`;
  return { ...report, status: 'completed', score, verdict };
}

/** The host of an address, however much of it was written; what is none stays as it is. */
function hostOf(entity: string): string {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(entity) ? entity : `https://${entity}`;
  return URL.canParse(written) ? new URL(written).hostname : entity;
}
