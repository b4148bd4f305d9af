/** How the owner registers an application at a vendor, so that people can sign in: what a page shows, step by step. */
export type RegistrationGuide = {
  /** Where one registers, as people know it: "Microsoft Entra". */
  readonly at: string;
  /** The vendor's own page about it. */
  readonly documentation: string;
  readonly steps: readonly RegistrationStep[];
};

/** A sentence or two with `**bold**`, `` `code` `` and `[links](https://…)`, and what stands below it. */
export type RegistrationStep = { readonly says: string; readonly shows?: 'redirect-address' | 'permissions' };

/** The guide with the permissions of the connector's own tools. */
export type Registration = RegistrationGuide & { readonly permissions: readonly RegistrationPermission[] };

export type RegistrationPermission = {
  readonly scope: string;
  /** What the vendor's page calls it, where that is not the scope. */
  readonly called: string | null;
  /** What it is for, in the words that people read. */
  readonly words: string;
  readonly needed: 'always' | 'to-read' | 'to-write';
};
