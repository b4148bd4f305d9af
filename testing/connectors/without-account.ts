import { missingHere, proofs } from './proofs.ts';

/** The connectors that need no account, each over something of its own, but for those that this machine has nothing for. */
const here = [...proofs].flatMap(([id, proof]) => ('place' in proof && proof.place.missing === null ? [{ id, ...proof.place }] : []));

export type WithoutAccount = {
  readonly slugs: readonly string[];
  /** As patchbay.yaml takes them. */
  readonly connectors: readonly object[];
  /** One line each, for people; also for those that are not here. */
  readonly lines: readonly string[];
  close(): Promise<void>;
};

export async function startWithoutAccount(): Promise<WithoutAccount> {
  const started = await Promise.all(here.map(async ({ id, name, start }) => ({ id, name, ...(await start()) })));
  return {
    slugs: started.map(({ id }) => id),
    connectors: started.map(({ id, name, settings }) => ({
      name,
      slug: id,
      origin: { kind: 'builtin', builtin: id, settings },
      trusted: true,
    })),
    lines: [
      `No sign-in: ${started.map(({ name }) => name).join(', ')}`,
      ...missingHere.map(([id, needs]) => `${id}: not here, since ${needs} is not installed`),
    ],
    close: async () => {
      await Promise.all(started.map(({ close }) => close()));
    },
  };
}
