import type { Recipient } from './mail-data.ts';
import { type Person, type PersonName, people, recipientOf } from './people.ts';

export type Attendee = Recipient & { readonly type: string; readonly status: { readonly response: string; readonly time: string } };
/** An event as it is kept; start and end are moments. */
export type Event = {
  readonly id: string;
  readonly calendar: string;
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly start: number;
  readonly end: number;
  readonly isAllDay: boolean;
  readonly isCancelled: boolean;
  readonly location: { readonly displayName: string };
  readonly organizer: Recipient;
  readonly attendees: readonly Attendee[];
  readonly categories: readonly string[];
  readonly showAs: string;
  readonly response: string;
  readonly seriesMasterId: string | null;
  readonly isOnlineMeeting: boolean;
};

export const mainCalendar = 'AAMkAD-main';
export const fairs = 'AAMkAD-fairs';

export const attendeeOf = (person: Person, response = 'none'): Attendee => ({
  ...recipientOf(person),
  type: 'required',
  status: { response, time: '2026-11-19T08:00:00Z' },
});

export function newEvent(given: Partial<Event> & Pick<Event, 'id' | 'start' | 'end' | 'organizer'>): Event {
  return {
    calendar: mainCalendar,
    subject: '',
    body: { contentType: 'html', content: '' },
    isAllDay: false,
    isCancelled: false,
    location: { displayName: '' },
    attendees: [],
    categories: [],
    showAs: 'busy',
    response: 'organizer',
    seriesMasterId: null,
    isOnlineMeeting: false,
    ...given,
  };
}

const hour = 3_600_000;
const at = (time: string) => Date.parse(`2026-${time}Z`);

export function seedEvents(): Readonly<Record<PersonName, Event[]>> {
  const mira = recipientOf(people.mira);
  const review = newEvent({
    id: 'AAMkAD-review',
    subject: 'Budget review 日本 🎉',
    body: { contentType: 'html', content: '<p>Bring the <b>Größe</b> table.</p><script>alert(1)</script>' },
    start: at('11-23T09:00:00'),
    end: at('11-23T10:00:00'),
    location: { displayName: 'Oslo 2' },
    organizer: mira,
    attendees: [attendeeOf(people.jonas, 'accepted'), attendeeOf(people.elif)],
    categories: ['Money'],
    isOnlineMeeting: true,
  });
  const fair = newEvent({
    id: 'AAMkAD-fair',
    subject: 'Optics fair',
    start: at('11-24T00:00:00'),
    end: at('11-25T00:00:00'),
    isAllDay: true,
    organizer: recipientOf(people.elif),
    attendees: [attendeeOf(people.mira, 'notResponded')],
    response: 'notResponded',
    showAs: 'tentative',
  });
  const standups = Array.from({ length: 30 }, (_, index) =>
    newEvent({
      id: `AAMkAD-standup-${index + 1}`,
      subject: 'Stand-up',
      start: at('12-01T08:00:00') + index * 24 * hour,
      end: at('12-01T08:15:00') + index * 24 * hour,
      organizer: mira,
      attendees: [attendeeOf(people.jonas)],
      seriesMasterId: 'AAMkAD-standup',
    }),
  );
  const stand = newEvent({
    id: 'AAMkAD-stand',
    calendar: fairs,
    subject: 'Our stand',
    start: at('11-24T08:00:00'),
    end: at('11-24T16:00:00'),
    organizer: mira,
  });
  const jonas = newEvent({
    id: 'AAMkAD-jonas-1',
    subject: 'Only for Jonas',
    start: at('11-23T12:00:00'),
    end: at('11-23T13:00:00'),
    organizer: recipientOf(people.jonas),
  });
  return { mira: [review, fair, stand, ...standups], jonas: [jonas], nora: [] };
}
