import { proofs } from '../connectors/proofs.ts';
import type { ServiceRow } from './service.ts';

/** The services that can be had without an account anywhere: those that connectors are proven on. */
export const serviceRows: readonly ServiceRow[] = [
  ...new Set([...proofs.values()].flatMap((proof) => ('service' in proof ? [proof.service] : []))),
];
