import { join } from 'node:path';
import { connectors } from '../../src/connectors/index.ts';
import type { Proof } from './proof.ts';

const folder = join(import.meta.dirname, '..', '..', 'src', 'connectors');
const load = async (id: string) => ((await import(join(folder, id, 'proof.ts'))) as { readonly proof: Proof }).proof;

/** How each connector that comes with the program is proven, by its id. */
export const proofs: ReadonlyMap<string, Proof> = new Map(
  await Promise.all(Object.keys(connectors).map(async (id) => [id, await load(id)] as const)),
);

/** Those for which this machine has what they run on. */
export const provenHere: readonly string[] = [...proofs].flatMap(([id, proof]) =>
  'place' in proof && proof.place.missing !== null ? [] : [id],
);

/** What this machine would need to prove the others. */
export const missingHere: readonly (readonly [id: string, needs: string])[] = [...proofs].flatMap(([id, proof]) =>
  'place' in proof && proof.place.missing !== null ? [[id, proof.place.missing] as const] : [],
);

/** The proof of a connector. @throws when there is none */
export function proofOf(id: string): Proof {
  const proof = proofs.get(id);
  if (proof === undefined) throw new Error(`${id} has no proof.ts`);
  return proof;
}
