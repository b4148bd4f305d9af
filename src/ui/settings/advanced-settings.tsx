import { type FormEvent, useState } from 'react';
import type { SettingsView } from '../../contract/objects.ts';
import { api, useChange, useRoute } from '../app/api.ts';
import { isAdministrator, useSession } from '../app/session.tsx';
import { Button } from '../kit/button.tsx';
import { ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { TextInput } from '../kit/field.tsx';
import { Section } from '../kit/page.tsx';
import { SwitchRow } from '../kit/switch.tsx';
import { useToast } from '../kit/toast.tsx';

/** Settings of the whole installation. The owner changes them. */
export function AdvancedSettings() {
  const { person } = useSession();
  const settings = useRoute('getSettings');
  const change = useChange('changeSettings', { refreshes: ['getSettings', 'getSession'] });
  const owner = person.role === 'owner';
  return (
    <Section title="Advanced" sentence={owner ? 'For everyone here.' : 'For everyone here. Only the owner changes these.'}>
      {settings.isPending && <SkeletonRows rows={2} height={64} />}
      {settings.isError && <ProblemNotice error={settings.error} onRetry={() => settings.refetch()} />}
      {settings.isSuccess && (
        <div className="divide-y divide-line rounded-lg border bg-raised">
          <div className="p-4">
            <SwitchRow
              id="developer-mode"
              title="Developer mode"
              sentence="Allows adding custom connectors and calling tools by hand. Their tools may read and change what they are connected to."
              checked={settings.data.developerMode}
              disabled={!owner || change.isPending}
              onChange={(developerMode) => change.mutate({ body: { developerMode } })}
            />
          </div>
          <RetentionForm
            key={settings.data.callRetentionDays}
            settings={settings.data}
            disabled={!owner}
            onSave={(callRetentionDays) => change.mutate({ body: { callRetentionDays } })}
          />
          {isAdministrator(person) && <VerifyAudit />}
        </div>
      )}
    </Section>
  );
}

function RetentionForm({
  settings,
  disabled,
  onSave,
}: {
  readonly settings: SettingsView;
  readonly disabled: boolean;
  readonly onSave: (days: number) => void;
}) {
  const [days, setDays] = useState(String(settings.callRetentionDays));
  const valid = /^\d{1,4}$/.test(days) && Number(days) <= 3650;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) onSave(Number(days));
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 flex-1 basis-60">
        <label htmlFor="retention" className="text-base font-medium">
          Keep calls for
        </label>
        <p id="retention-hint" className="text-sm text-ink-soft">
          Days, up to 3650. 0 keeps them for ever.
        </p>
      </div>
      <div className="flex gap-2">
        <TextInput
          id="retention"
          aria-describedby="retention-hint"
          aria-invalid={!valid || undefined}
          inputMode="numeric"
          className="w-24! text-right tabular-nums"
          disabled={disabled}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <Button type="submit" className="h-9" disabled={disabled || !valid || Number(days) === settings.callRetentionDays}>
          Save
        </Button>
      </div>
    </form>
  );
}

function VerifyAudit() {
  const [outcome, setOutcome] = useState<{ readonly intact: boolean; readonly sentence: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const verify = async () => {
    setBusy(true);
    try {
      setOutcome(await api.call('verifyAudit'));
    } catch (error) {
      toast.complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-base font-medium">Audit log</p>
        <p role="status" className={`text-sm ${outcome === null ? 'text-ink-soft' : outcome.intact ? 'text-good-ink' : 'text-bad-ink'}`}>
          {outcome?.sentence ?? 'Each event carries the hash of the one before it. Verifying computes the chain again.'}
        </p>
      </div>
      <Button busy={busy} onClick={verify}>
        Verify
      </Button>
    </div>
  );
}
