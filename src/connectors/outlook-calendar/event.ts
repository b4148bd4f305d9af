import { graphBody, graphRecipient, mailPerson, readGraphBody, toMailPerson, z } from '../../connector-kit/index.ts';

const graphMoment = z.object({ dateTime: z.string(), timeZone: z.string().nullish() });
const graphResponse = z.object({ response: z.string().nullish() });

/** An event as lists ask for it. */
export const graphEventSummary = z.object({
  id: z.string(),
  subject: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  start: graphMoment.nullish(),
  end: graphMoment.nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  organizer: graphRecipient.nullish(),
  showAs: z.string().nullish(),
  responseStatus: graphResponse.nullish(),
  seriesMasterId: z.string().nullish(),
  webLink: z.string().nullish(),
});
export const summaryFields = Object.keys(graphEventSummary.shape).join(',');

/** An event with its body and who was asked. */
export const graphEvent = graphEventSummary.extend({
  attendees: z.array(graphRecipient.extend({ type: z.string().nullish(), status: graphResponse.nullish() })).default([]),
  categories: z.array(z.string()).default([]),
  isOrganizer: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  body: graphBody.nullish(),
});
export const eventFields = Object.keys(graphEvent.shape).join(',');

/** What a list says of an event. */
export const eventSummary = z.object({
  id: z.string(),
  subject: z.string(),
  start: z.string().describe('Local time in timeZone'),
  end: z.string(),
  timeZone: z.string(),
  isAllDay: z.boolean(),
  isCancelled: z.boolean(),
  location: z.string(),
  organizer: mailPerson,
  showAs: z.string().describe('free, tentative, busy, oof or workingElsewhere'),
  response: z.string().describe('organizer, accepted, tentativelyAccepted, declined, notResponded or none'),
  seriesId: z.string().nullable().describe('The series that it belongs to'),
  preview: z.string(),
  url: z.string(),
});

/** A whole event. */
export const event = eventSummary.omit({ preview: true }).extend({
  attendees: z.array(mailPerson.extend({ type: z.string(), response: z.string() })),
  categories: z.array(z.string()),
  isOrganizer: z.boolean(),
  joinUrl: z.string().nullable(),
  body: z.string().describe('As Markdown'),
  bodyTruncated: z.boolean(),
});

export function toEventSummary(found: z.output<typeof graphEventSummary>): z.output<typeof eventSummary> {
  return {
    id: found.id,
    subject: found.subject ?? '',
    start: toSeconds(found.start?.dateTime),
    end: toSeconds(found.end?.dateTime),
    timeZone: found.start?.timeZone ?? 'UTC',
    isAllDay: found.isAllDay ?? false,
    isCancelled: found.isCancelled ?? false,
    location: found.location?.displayName ?? '',
    organizer: toMailPerson(found.organizer),
    showAs: found.showAs ?? 'unknown',
    response: found.responseStatus?.response ?? 'none',
    seriesId: found.seriesMasterId ?? null,
    preview: found.bodyPreview ?? '',
    url: found.webLink ?? '',
  };
}

export async function toEvent(found: z.output<typeof graphEvent>, signal: AbortSignal): Promise<z.output<typeof event>> {
  const { preview: _, ...rest } = toEventSummary(found);
  const { text, truncated } = await readGraphBody(found.body, { signal });
  return {
    ...rest,
    attendees: found.attendees.map((attendee) => ({
      ...toMailPerson(attendee),
      type: attendee.type ?? 'required',
      response: attendee.status?.response ?? 'none',
    })),
    categories: found.categories,
    isOrganizer: found.isOrganizer ?? false,
    joinUrl: found.onlineMeeting?.joinUrl ?? null,
    body: text,
    bodyTruncated: truncated,
  };
}

/** The service writes seven digits behind the seconds. */
export function toSeconds(dateTime: string | undefined): string {
  return (dateTime ?? '').replace(/\.\d+$/, '');
}
