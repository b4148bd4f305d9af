import type { CallView } from '../../contract/objects.ts';
import type { Tone } from '../kit/badge.tsx';

export type CallState = CallView['state'];

/** How each state of a call reads. Colour only where there is an outcome, or something live. */
export const callStates = {
  running: { word: 'Running', tone: 'live' },
  completed: { word: 'Completed', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  denied: { word: 'Denied', tone: 'bad' },
  approval_required: { word: 'Waits for approval', tone: 'live' },
  authorization_required: { word: 'Needs sign-in', tone: 'live' },
  interrupted: { word: 'Interrupted', tone: 'bad' },
} as const satisfies Record<CallState, { readonly word: string; readonly tone: Tone }>;

export const fronts = {
  chat: 'Chat',
  api: 'API',
  gateway: 'Gateway',
  cli: 'CLI',
  developer: 'By hand',
  trial: 'Tried',
} as const satisfies Record<CallView['front'], string>;
