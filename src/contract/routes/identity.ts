import { z } from 'zod';
import * as object from '../objects.ts';
import * as request from '../requests.ts';
import type { Route } from '../route.ts';

/** Signing in and out, API keys, settings. */
export const identityRoutes = {
  getSession: { method: 'GET', path: '/session', summary: 'Who is signed in', access: 'public', answer: object.sessionState },
  signIn: {
    method: 'POST',
    path: '/session',
    summary: 'Sign in with e-mail and password',
    access: 'public',
    body: request.signIn,
    answer: object.sessionState,
  },
  signOut: { method: 'DELETE', path: '/session', summary: 'Sign out', access: 'member', answer: 'nothing' },
  setUpOwner: {
    method: 'POST',
    path: '/setup',
    summary: 'Create the owner with the one-time set-up link',
    access: 'public',
    body: request.setUpOwner,
    answer: object.sessionState,
  },

  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    summary: 'My API keys',
    access: 'member',
    answer: z.object({ keys: z.array(object.apiKeyView) }),
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key; it is shown once',
    access: 'member',
    body: request.createApiKey,
    answer: object.apiKeyView.extend({ secret: z.string() }),
  },
  revokeApiKey: { method: 'DELETE', path: '/api-keys/{id}', summary: 'Revoke an API key', access: 'member', answer: 'nothing' },
  getSettings: { method: 'GET', path: '/settings', summary: 'Settings', access: 'member', answer: object.settingsView },
  changeSettings: {
    method: 'PATCH',
    path: '/settings',
    summary: 'Change settings',
    access: 'owner',
    body: request.changeSettings,
    answer: object.settingsView,
  },
} as const satisfies Record<string, Route>;
