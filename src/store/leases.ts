import type { Kysely } from 'kysely';
import type { Clock } from '../domain/ids.ts';
import type { Tables } from './schema.ts';

/** A lock in the store, so that it holds across processes; it ends by itself when its holder dies. */
export type LeaseStore = {
  /** True when `holder` has the lease for the next `milliseconds`. */
  acquire(name: string, request: { readonly holder: string; readonly milliseconds: number }): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
};

export function createLeaseStore(database: Kysely<Tables>, clock: Clock): LeaseStore {
  return {
    acquire: async (name, { holder, milliseconds }) => {
      const now = clock();
      const taken = await database
        .insertInto('leases')
        .values({ name, holder, expires_at: now + milliseconds })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, expires_at: now + milliseconds })
            .where('leases.expires_at', '<', now),
        )
        .returning('holder')
        .executeTakeFirst();
      return taken?.holder === holder;
    },
    release: async (name, holder) => {
      await database.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    },
  };
}
