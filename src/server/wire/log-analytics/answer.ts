import type { LakeColumn } from '../../../contract/lake-objects.ts';
import type { AppError } from '../../../domain/errors.ts';
import type { AnswerParts } from '../kusto/frames.ts';
import { describeQueryError } from '../query-error.ts';

type ErrorInfo = { readonly code: string; readonly message: string; readonly innererror?: ErrorInfo };

const codes = {
  syntax: ['BadArgumentError', 'The request had some invalid properties', 'SyntaxError'],
  semantic: ['BadArgumentError', 'The request had some invalid properties', 'SemanticError'],
  limits: ['PartialError', 'There were some errors when processing your query.', 'LimitsExceeded'],
  access: [
    'InsufficientAccessError',
    'The provided credentials have insufficient access to perform the requested operation',
    'AccessDenied',
  ],
  request: ['BadArgumentError', 'The request had some invalid properties', 'InvalidRequest'],
  internal: ['InternalServerError', 'The service could not answer', 'InternalError'],
} as const;

/** An error as the Log Analytics API has it. https://learn.microsoft.com/azure/azure-monitor/logs/api/errors */
export function toErrorInfo(error: AppError): ErrorInfo {
  const { kind, sentence } = describeQueryError(error);
  const [code, message, inner] = codes[kind];
  return { code, message, innererror: { code: inner, message: sentence } };
}

/**
 * The answer of the Log Analytics query API: one table, with what `render` asks for where the caller wants it.
 * https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
 */
export function logAnalyticsParts({ render, statistics }: { readonly render: boolean; readonly statistics: boolean }): AnswerParts {
  const began = performance.now();
  let visualization: object | null = null;
  return {
    head: (answer) => {
      visualization = answer.visualization === null ? {} : { ...answer.visualization, visualization: answer.visualization.chart };
      return `{"tables":[{"name":"PrimaryResult","columns":${JSON.stringify(answer.columns)},"rows":[`;
    },
    tail: ({ error }) => {
      const more = {
        ...(render ? { render: visualization } : {}),
        ...(statistics ? { statistics: { query: { executionTime: (performance.now() - began) / 1000 } } } : {}),
        ...(error === null ? {} : { error: toErrorInfo(error) }),
      };
      const text = JSON.stringify(more);
      return `]}]${text === '{}' ? '}' : `,${text.slice(1)}`}`;
    },
  };
}

/** A row in which dynamic values are JSON texts, as that API has them. Numbers keep all their digits. */
export function toLogAnalyticsRow(text: string, columns: readonly LakeColumn[]): string {
  if (!columns.some(({ type }) => type === 'dynamic')) return text;
  const cells = JSON.parse(text, keepDigits) as readonly unknown[];
  return JSON.stringify(cells.map((cell, index) => (columns[index]?.type === 'dynamic' && cell !== null ? JSON.stringify(cell) : cell)));
}

/** A number that JavaScript would round stays the text it was (JSON.parse source text access, ECMAScript 2026). */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return rawJson(context.source);
}

// The type library does not have it yet; Node 24 does.
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
