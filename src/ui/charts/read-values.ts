/** A value of an answer as a number: longs that are too long for a number and decimals arrive as text, timespans are seconds. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || value === '') return null;
  const plain = Number(value);
  return Number.isFinite(plain) ? plain : secondsOf(value);
}

/** A datetime as milliseconds; seven digits of a second are more than a Date has. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? null : time;
}

/** How a value reads as a name on an axis or in a legend. */
export function categoryText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)';
  if (typeof value === 'object') return JSON.stringify(value);
  // A whole second is enough for a name.
  return String(value).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.0+Z$/, '$1Z');
}

/** `[-][d.]hh:mm:ss[.fffffff]` */
function secondsOf(text: string): number | null {
  const [, sign, days = '0', hours, minutes, seconds] = /^(-?)(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  if (hours === undefined) return null;
  const total = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -total : total;
}
