import { z } from 'zod';
import type { SettingsView } from '../contract/objects.ts';
import type { SettingStore } from '../store/settings.ts';

export type Settings = {
  read(): Promise<SettingsView>;
  write(change: Partial<SettingsView>): Promise<SettingsView>;
};

const defaults: SettingsView = { developerMode: false, callRetentionDays: 30 };
const stored = z.object({ developerMode: z.boolean(), callRetentionDays: z.number() }).partial();

/** The settings that are changed in the page, with their defaults. */
export function createSettings(store: SettingStore): Settings {
  const read = async () => ({ ...defaults, ...stored.parse(Object.fromEntries(await store.all())) });
  return {
    read,
    write: async (change) => {
      for (const [name, value] of Object.entries(change)) if (value !== undefined) await store.set(name, value);
      return read();
    },
  };
}
