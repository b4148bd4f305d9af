import type { Person } from './company.ts';
import type { Random } from './random.ts';

export const dayMilliseconds = 86_400_000;
export const days = 30;

/** The thirty days of the samples, as their midnights (UTC). `end` cuts the last one off. */
export type Calendar = { readonly midnights: readonly number[]; readonly end: number };

/** The month that ends with a day (YYYY-MM-DD), or at this moment. */
export function createCalendar({ until, now }: { readonly until?: string; readonly now: number }): Calendar {
  const last = until === undefined ? Math.floor(now / dayMilliseconds) * dayMilliseconds : Date.parse(`${until}T00:00:00Z`);
  const midnights = Array.from({ length: days }, (_, index) => last - (days - 1 - index) * dayMilliseconds);
  return { midnights, end: until === undefined ? now : last + dayMilliseconds };
}

/** The moment on a day by its number: 0 is the first, 29 the last. `time` is hh:mm or hh:mm:ss, UTC. */
export function momentOf({ midnights }: Calendar, day: number, time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return (midnights[day] ?? Number.NaN) + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The stretches of time in which a person works; weekends are free but for a few. */
export function workingHours(
  calendar: Calendar,
  person: Person,
  random: Random,
): readonly { readonly from: number; readonly to: number; readonly atHome: boolean }[] {
  return calendar.midnights.flatMap((midnight) => {
    const weekday = new Date(midnight).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    const [off, atHome, early, late] = [
      random.chance(weekend ? 0.97 : 0.06),
      weekend || random.chance(person.remote),
      random.between(-40, 50),
      random.between(-40, 70),
    ];
    if (off) return [];
    const from = midnight + (8 - person.office.zone) * 3_600_000 + early * 60_000;
    return [{ from, to: from + (weekend ? 1 : 8.5) * 3_600_000 + late * 60_000, atHome }];
  });
}

/** A moment as logs print it. */
export function iso(moment: number): string {
  return new Date(Math.round(moment)).toISOString();
}
