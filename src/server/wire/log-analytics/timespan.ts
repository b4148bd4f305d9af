import { AppError } from '../../../domain/errors.ts';
import type { TimeRange } from '../../lake-query.ts';

const durationForm = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const parts = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/**
 * The `timespan` of a Log Analytics request, ISO 8601: a duration back from now, or an interval of two instants or of one and
 * a duration. https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts and ISO 8601-1 §5.4, §5.5
 */
export function readTimespan(text: string, now: number): TimeRange {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0) throw unreadable(text);
  if (second === undefined) {
    const length = durationOf(first);
    if (length === null) throw unreadable(text);
    return { from: iso(now - length), to: iso(now) };
  }
  const [from, to] = [durationOf(first), durationOf(second)];
  if (from !== null && to !== null) throw unreadable(text);
  if (from !== null) return { from: iso(instant(second, text) - from), to: iso(instant(second, text)) };
  const start = instant(first, text);
  return { from: iso(start), to: iso(to === null ? instant(second, text) : start + to) };
}

function durationOf(text: string): number | null {
  const match = durationForm.exec(text);
  if (match === null || text.length < 3) return null;
  return match.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * (parts[index] ?? 0), 0);
}

function instant(text: string, whole: string): number {
  const at = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw unreadable(whole);
  return at;
}

const iso = (at: number) => new Date(at).toISOString();

function unreadable(text: string): AppError {
  return new AppError('request.invalid', {
    sentence: `The timespan "${text.slice(0, 80)}" is not an ISO 8601 interval of weeks, days, hours, minutes or seconds, such as P1D or 2026-06-01/2026-06-02.`,
  });
}
