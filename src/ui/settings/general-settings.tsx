import { useTheme } from '../app/theme.ts';
import { Section } from '../kit/page.tsx';
import { Segmented } from '../kit/switch.tsx';

/** Settings of this browser. */
export function GeneralSettings() {
  const [theme, setTheme] = useTheme();
  return (
    <Section title="General">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border bg-raised p-4">
        <div className="min-w-0 flex-1 basis-60">
          <p className="text-base font-medium">Theme</p>
          <p className="text-sm text-ink-soft">Kept in this browser.</p>
        </div>
        <Segmented
          label="Theme"
          value={theme}
          onChange={setTheme}
          choices={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </div>
    </Section>
  );
}
