import { ToolError } from '../../connector-kit/index.ts';
import type { Description } from './description/description.ts';
import type { OpenApiSettings } from './settings.ts';
import { isPersonal, schemeOf } from './sign-in.ts';

export type Sign = { readonly headers: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string>> };

const nothing: Sign = { headers: {}, query: {} };

/** The shared credential, at the place that the security scheme names. What a person has of their own, the kit's `http` adds. */
export function signFor(description: Description, settings: Pick<OpenApiSettings, 'security' | 'access' | 'credential'>): Sign {
  const scheme = schemeOf(description, settings);
  if (scheme === null || isPersonal(scheme, settings)) return nothing;
  const { credential } = settings;
  if (credential === undefined || credential === '')
    throw new ToolError('This connector has no credential yet. Its owner can enter it in the settings.');
  switch (scheme.kind) {
    case 'header':
      return { headers: { [scheme.name]: credential }, query: {} };
    case 'query':
      return { headers: {}, query: { [scheme.name]: credential } };
    case 'bearer':
    case 'oauth':
    case 'openid':
      return { headers: { authorization: `Bearer ${credential}` }, query: {} };
    case 'basic':
      return { headers: { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }, query: {} };
  }
}
