import type { Kysely } from 'kysely';
import type { Json } from '../domain/json.ts';
import type { Tables } from './schema.ts';

/** Settings that people change in the page, as JSON by name. */
export type SettingStore = {
  all(): Promise<ReadonlyMap<string, Json>>;
  set(name: string, value: Json): Promise<void>;
};

export function createSettingStore(database: Kysely<Tables>): SettingStore {
  return {
    all: async () => new Map((await database.selectFrom('settings').selectAll().execute()).map((row) => [row.name, JSON.parse(row.value)])),
    set: async (name, value) => {
      const text = JSON.stringify(value);
      await database
        .insertInto('settings')
        .values({ name, value: text })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: text }))
        .execute();
    },
  };
}
