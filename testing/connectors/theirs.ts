import type { JsonObject } from '../../src/domain/json.ts';

/** What two people with different rights are shown differently. */
export const theirs: Readonly<Record<string, readonly [tool: string, input: JsonObject]>> = {
  'outlook-mail': ['get_recent_emails', {}],
  'outlook-calendar': ['list_events', { timeMin: '2026-11-23T00:00:00Z', timeMax: '2026-11-28T00:00:00Z' }],
  teams: ['list_joined_teams', {}],
  sharepoint: ['search', { query: 'plan' }],
  gmail: ['get_recent_emails', {}],
  'google-drive': ['search', { query: 'calibration' }],
  'google-calendar': ['search_events', { timeMin: '2026-01-05T00:00:00+01:00', timeMax: '2026-01-06T23:00:00+01:00' }],
  linear: ['list_teams', {}],
  dropbox: ['list_folder', {}],
  box: ['list_folder_items', {}],
};
