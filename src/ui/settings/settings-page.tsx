import { Page } from '../kit/page.tsx';
import { AdvancedSettings } from './advanced-settings.tsx';
import { ApiKeys } from './api-keys.tsx';
import { GeneralSettings } from './general-settings.tsx';

/** What can be set: for oneself, for everyone, and the keys for programs. */
export function SettingsPage() {
  return (
    <Page title="Settings">
      <div className="max-w-3xl">
        <GeneralSettings />
        <ApiKeys />
        <AdvancedSettings />
      </div>
    </Page>
  );
}
