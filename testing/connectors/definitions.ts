import { connectors } from '../../src/connectors/index.ts';

/** Every connector that comes with the program, loaded. */
export const definitions = await Promise.all(Object.values(connectors).map(async (open) => (await open()).default));
