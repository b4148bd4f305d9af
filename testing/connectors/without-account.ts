import { proofs } from './proofs.ts';

/** The connectors that need no account, each over something of its own, but for those that this machine has nothing for. */
const here = [...proofs].flatMap(([id, proof]) => ('place' in proof && proof.place.missing === null ? [{ id, ...proof.place }] : []));

/** Starts them; `connectors` is as patchbay.yaml takes it. */
export async function startWithoutAccount(): Promise<{ readonly connectors: readonly object[]; close(): Promise<void> }> {
  const started = await Promise.all(here.map(async ({ id, name, start }) => ({ id, name, ...(await start()) })));
  return {
    connectors: started.map(({ id, name, settings }) => ({
      name,
      slug: id,
      origin: { kind: 'builtin', builtin: id, settings },
      trusted: true,
    })),
    close: async () => {
      await Promise.all(started.map(({ close }) => close()));
    },
  };
}
