import { type Call, entity, type Route } from './call.ts';
import type { Event } from './calendar-data.ts';
import { type PersonName, people } from './people.ts';
import { preferredZone, toMoment, toZoned } from './zoned.ts';

type Zoned = { readonly dateTime: string; readonly timeZone: string };
const halfHour = 1_800_000;

/** Who is busy, and which times suit (https://learn.microsoft.com/graph/api/calendar-getschedule, …/user-findmeetingtimes). */
export function scheduleRoutes(events: Readonly<Record<PersonName, readonly Event[]>>): readonly Route[] {
  const nameOf = (address: string) => (['mira', 'jonas', 'nora'] as const).find((name) => people[name].mail === address);
  const busyOf = (name: PersonName, { from, to }: { readonly from: number; readonly to: number }) =>
    events[name].filter((event) => event.showAs !== 'free' && event.start < to && event.end > from);

  return [
    { method: 'POST', path: '/me/calendar/getSchedule', scopes: ['Calendars.Read', 'Calendars.ReadWrite'], run: getSchedule },
    {
      method: 'POST',
      path: '/me/findMeetingTimes',
      scopes: ['Calendars.Read.Shared', 'Calendars.ReadWrite.Shared'],
      run: findMeetingTimes,
    },
  ];

  async function getSchedule(call: Call): Promise<Response> {
    // The shape that the reference gives.
    const { Schedules, StartTime, EndTime } = (await call.json()) as { Schedules: string[]; StartTime: Zoned; EndTime: Zoned };
    const zone = preferredZone(call.headers);
    const value = Schedules.map((scheduleId) => {
      const name = nameOf(scheduleId);
      if (name === undefined)
        return {
          scheduleId,
          error: { message: 'Unable to resolve e-mail address to an Active Directory object.', responseCode: 'ErrorMailRecipientNotFound' },
        };
      const own = name === call.person;
      const busy = busyOf(name, { from: toMoment(StartTime), to: toMoment(EndTime) });
      const scheduleItems = busy.map(({ subject, showAs, start, end }) => ({
        status: showAs,
        start: toZoned(start, zone),
        end: toZoned(end, zone),
        ...(own ? { subject } : {}),
      }));
      return { scheduleId, availabilityView: '', scheduleItems };
    });
    return entity('Collection(microsoft.graph.scheduleInformation)', { value });
  }

  async function findMeetingTimes(call: Call): Promise<Response> {
    const given = (await call.json()) as {
      attendees: { emailAddress: { address: string } }[];
      timeConstraint: { activityDomain: string; timeSlots: { start: Zoned; end: Zoned }[] };
      meetingDuration: string;
      maxCandidates: number;
    };
    const zone = preferredZone(call.headers);
    const length = Number(/^PT(\d+)M$/.exec(given.meetingDuration)?.[1]) * 60_000;
    const names = [call.person, ...given.attendees.flatMap(({ emailAddress }) => nameOf(emailAddress.address) ?? [])];
    const suggestions = given.timeConstraint.timeSlots.flatMap(({ start, end }) => {
      const [from, to] = [toMoment(start), toMoment(end)];
      const starts = Array.from(
        { length: Math.max(0, Math.floor((to - from - length) / halfHour) + 1) },
        (_, index) => from + index * halfHour,
      );
      return starts.filter(
        (begin) =>
          names.every((name) => busyOf(name, { from: begin, to: begin + length }).length === 0) &&
          inDomain(begin, { zone, domain: given.timeConstraint.activityDomain }),
      );
    });
    return entity('microsoft.graph.meetingTimeSuggestionsResult', {
      emptySuggestionsReason: suggestions.length === 0 ? 'AttendeesUnavailable' : '',
      meetingTimeSuggestions: suggestions.slice(0, given.maxCandidates).map((begin) => ({
        confidence: 100,
        organizerAvailability: 'free',
        meetingTimeSlot: { start: toZoned(begin, zone), end: toZoned(begin + length, zone) },
      })),
    });
  }
}

function inDomain(moment: number, { zone, domain }: { readonly zone: string; readonly domain: string }): boolean {
  const hour = Number(toZoned(moment, zone).dateTime.slice(11, 13));
  return domain === 'unrestricted' || (hour >= 8 && hour < 17);
}
