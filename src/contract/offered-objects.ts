import { z } from 'zod';

/** How the owner registers an application at a vendor, so that people can sign in. */
const registration = z.object({
  /** Where: "Microsoft Entra". */
  at: z.string(),
  documentation: z.string(),
  steps: z.array(
    z.object({
      /** With `**bold**`, `` `code` `` and `[links](https://…)`. */
      says: z.string(),
      /** What stands below it. */
      shows: z.enum(['redirect-address', 'permissions']).optional(),
    }),
  ),
  permissions: z.array(
    z.object({
      scope: z.string(),
      /** The vendor's own name for it, where that is another. */
      called: z.string().nullable(),
      words: z.string(),
      needed: z.enum(['always', 'to-read', 'to-write']),
    }),
  ),
});

/** A connector that comes with the program, to be added without developer mode. */
export const offeredConnector = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  iconUrl: z.string().nullable(),
  /** `by-settings`: what is set decides it; the connector that was added says it. */
  auth: z.enum(['none', 'header', 'oauth', 'by-settings']),
  /** Null: no application is to be registered, or nobody knows how. */
  registration: registration.nullable(),
  /** What must be set when it is added; null: nothing. */
  settingsSchema: z.record(z.string(), z.unknown()).nullable(),
  secretSettings: z.array(z.string()),
  /** It reads or writes this machine; only the owner may add it. */
  reachesHost: z.boolean(),
  /** It stays on offer when it was added. */
  several: z.boolean(),
  /** Null: a server elsewhere, which says so itself. */
  toolCount: z.number().nullable(),
  /** Slugs of those that were added already. */
  added: z.array(z.string()),
});

/** An operation of an API, of which the setting `operations` of a connector chooses those that become tools. */
export const offeredOperation = z.object({
  /** Method and path: what settings call it. */
  operation: z.string(),
  /** What the description calls it, and settings may; empty: nothing. */
  id: z.string(),
  method: z.string(),
  path: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  /** What its tool is called unless settings say otherwise; null: it cannot become one. */
  toolName: z.string().nullable(),
  /** Of its answer, as paths such as `entries.id`. */
  fields: z.array(z.object({ path: z.string(), type: z.string() })),
  /** Why it cannot become a tool. */
  reason: z.string().nullable(),
});
export type OfferedOperation = z.output<typeof offeredOperation>;
export type OfferedConnector = z.output<typeof offeredConnector>;
export type RegistrationView = z.output<typeof registration>;
