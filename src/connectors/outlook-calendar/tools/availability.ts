import { defineTool, z } from '../../../connector-kit/index.ts';
import { toSeconds } from '../event.ts';
import { reads } from '../hints.ts';
import { inZone, localTime, timeZone } from '../time.ts';

const slot = z.object({ start: z.string(), end: z.string() });
const graphSlot = z.object({ start: z.object({ dateTime: z.string() }), end: z.object({ dateTime: z.string() }) });
const toSlot = ({ start, end }: z.output<typeof graphSlot>) => ({ start: toSeconds(start.dateTime), end: toSeconds(end.dateTime) });

/** When people are busy. */
export const getSchedule = defineTool({
  name: 'get_schedule',
  title: 'Who is busy when',
  description:
    'Says when people, rooms or lists are busy in a window of time. Use it to see conflicts; find_available_slots proposes times.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object({ addresses: z.array(z.email()).min(1).max(20), start: localTime, end: localTime, timeZone }),
  output: z.object({
    timeZone: z.string(),
    schedules: z.array(
      z.object({
        address: z.string(),
        busy: z.array(slot.extend({ status: z.string(), subject: z.string().optional() })),
        error: z.string().optional().describe('Why nothing is known'),
      }),
    ),
  }),
  examples: [
    {
      title: 'Are both free?',
      input: {
        addresses: ['mira.tanaka@halden.example', 'jonas.berg@halden.example'],
        start: '2026-11-23T08:00:00',
        end: '2026-11-23T18:00:00',
        timeZone: 'Europe/Oslo',
      },
    },
  ],
  run: async ({ addresses, start, end, timeZone: zone }, { http }) => {
    const json = {
      Schedules: addresses,
      StartTime: { dateTime: start, timeZone: zone },
      EndTime: { dateTime: end, timeZone: zone },
      AvailabilityViewInterval: 30,
    };
    const { value } = await http.read(graphSchedules, '/me/calendar/getSchedule', { json, headers: inZone(zone) });
    return {
      timeZone: zone,
      schedules: value.map(({ scheduleId, scheduleItems, error }) => ({
        address: scheduleId,
        busy: (scheduleItems ?? []).map((item) => ({
          ...toSlot(item),
          status: item.status ?? 'busy',
          ...(item.subject ? { subject: item.subject } : {}),
        })),
        ...(error ? { error: error.responseCode ?? 'unknown' } : {}),
      })),
    };
  },
});
const graphSchedules = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string(),
      scheduleItems: z.array(graphSlot.extend({ status: z.string().nullish(), subject: z.string().nullish() })).nullish(),
      error: z.object({ responseCode: z.string().nullish() }).nullish(),
    }),
  ),
});

/** Times that suit everybody. */
export const findAvailableSlots = defineTool({
  name: 'find_available_slots',
  title: 'Find times that suit',
  description: 'Proposes times in a window at which this person and the attendees are free, best first. Use it before create_event.',
  scopes: ['Calendars.Read.Shared'],
  ...reads,
  input: z.object({
    attendees: z.array(z.email()).max(20).default([]),
    start: localTime,
    end: localTime,
    timeZone,
    durationMinutes: z.int().min(5).max(1440).default(30),
    workingHoursOnly: z.boolean().default(true),
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({
    timeZone: z.string(),
    slots: z.array(slot.extend({ confidence: z.number().describe('Percent: how likely all of them can come') })),
    emptyReason: z.string().optional().describe('Why there are none'),
  }),
  examples: [
    {
      title: 'When can the two of us meet?',
      input: {
        attendees: ['jonas.berg@halden.example'],
        start: '2026-11-23T08:00:00',
        end: '2026-11-23T18:00:00',
        timeZone: 'Europe/Oslo',
      },
    },
  ],
  run: async ({ attendees, start, end, timeZone: zone, durationMinutes, workingHoursOnly, limit }, { http }) => {
    const json = {
      attendees: attendees.map((address) => ({ type: 'required', emailAddress: { address } })),
      timeConstraint: {
        activityDomain: workingHoursOnly ? 'work' : 'unrestricted',
        timeSlots: [{ start: { dateTime: start, timeZone: zone }, end: { dateTime: end, timeZone: zone } }],
      },
      meetingDuration: `PT${durationMinutes}M`,
      maxCandidates: limit,
    };
    const found = await http.read(graphSuggestions, '/me/findMeetingTimes', { json, headers: inZone(zone) });
    return {
      timeZone: zone,
      slots: found.meetingTimeSuggestions.map(({ meetingTimeSlot, confidence }) => ({
        ...toSlot(meetingTimeSlot),
        confidence: confidence ?? 0,
      })),
      ...(found.emptySuggestionsReason ? { emptyReason: found.emptySuggestionsReason } : {}),
    };
  },
});
const graphSuggestions = z.object({
  emptySuggestionsReason: z.string().nullish(),
  meetingTimeSuggestions: z.array(z.object({ confidence: z.number().nullish(), meetingTimeSlot: graphSlot })).default([]),
});
