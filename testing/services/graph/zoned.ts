/** A local time in a zone as a moment, in milliseconds. */
export function toMoment({ dateTime, timeZone }: { readonly dateTime: string; readonly timeZone: string }): number {
  const asUtc = Date.parse(`${dateTime.replace(/\.\d+$/, '')}Z`);
  // The offset of the moment that was guessed is right but for the hour in which clocks change.
  return asUtc - offsetAt(asUtc - offsetAt(asUtc, timeZone), timeZone);
}

/** A moment as Graph writes it, with seven digits behind the seconds. */
export function toZoned(moment: number, timeZone: string) {
  return { dateTime: new Date(moment + offsetAt(moment, timeZone)).toISOString().replace(/\.\d+Z$/, '.0000000'), timeZone };
}

function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - moment;
}

/** What `Prefer` asks for (https://learn.microsoft.com/graph/api/user-list-calendarview#request-headers). */
export function preferredZone(headers: Headers): string {
  return /outlook\.timezone="([^"]+)"/.exec(headers.get('prefer') ?? '')?.[1] ?? 'UTC';
}
