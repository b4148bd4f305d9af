import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { ConnectorView } from '../../../contract/objects.ts';
import { useChange } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ConfirmDialog } from '../../kit/dialog.tsx';
import { ProblemNotice } from '../../kit/empty-state.tsx';
import { Field, TextArea, TextInput } from '../../kit/field.tsx';
import { Section } from '../../kit/page.tsx';
import { SwitchRow } from '../../kit/switch.tsx';
import { useToast } from '../../kit/toast.tsx';
import { AuthFields } from '../auth-fields.tsx';
import { authOf, draftAuth } from '../connector-draft.ts';
import { IconField } from '../icon-field.tsx';
import { BuiltinSettings } from './builtin-settings.tsx';

/** What may be changed of a connector after it was made. */
export function SettingsTab({ connector }: { readonly connector: ConnectorView }) {
  const change = useChange('changeConnector', { refreshes: ['getConnector', 'listConnectors', 'listTools'] });
  const path = { id: connector.id };
  if (!connector.mayEdit) {
    return <p className="text-base text-ink-soft">Only the person who added this connector, an admin or the owner may change it.</p>;
  }
  return (
    <div className="max-w-2xl">
      <Section title="Connector">
        <GeneralForm connector={connector} />
      </Section>
      {connector.kind === 'builtin' && <BuiltinSettings connector={connector} />}
      <Section title="Availability">
        <div className="rounded-lg border bg-raised p-4">
          <SwitchRow
            id="connector-enabled"
            title="Enabled"
            sentence="Off: nobody can call its tools. Accounts and settings are kept."
            checked={connector.enabled}
            onChange={(enabled) => change.mutate({ path, body: { enabled } })}
          />
        </div>
      </Section>
      <Section title="Remove">
        <RemoveConnector connector={connector} />
      </Section>
    </div>
  );
}

function GeneralForm({ connector }: { readonly connector: ConnectorView }) {
  const [name, setName] = useState(connector.name);
  const [description, setDescription] = useState(connector.description);
  const [iconUrl, setIconUrl] = useState(connector.iconUrl);
  const [auth, setAuth] = useState(() => draftAuth(connector.auth));
  const [limits, setLimits] = useState(() => ({
    callTimeoutSeconds: textOf(connector.limits.callTimeoutSeconds),
    maxResultBytes: textOf(connector.limits.maxResultBytes),
    maxConcurrentCalls: textOf(connector.limits.maxConcurrentCalls),
  }));
  const toast = useToast();
  const change = useChange('changeConnector', { refreshes: ['getConnector', 'listConnectors', 'listTools'], quiet: true });
  const remote = connector.kind === 'remote';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name,
      description,
      iconUrl,
      ...(remote && JSON.stringify(auth) !== JSON.stringify(draftAuth(connector.auth)) ? { auth: authOf(auth) } : {}),
      limits: {
        callTimeoutSeconds: numberOf(limits.callTimeoutSeconds),
        maxResultBytes: numberOf(limits.maxResultBytes),
        maxConcurrentCalls: numberOf(limits.maxConcurrentCalls),
      },
    };
    change.mutate({ path: { id: connector.id }, body }, { onSuccess: () => toast.say('Saved.') });
  };
  const limitFields = [
    { key: 'callTimeoutSeconds', label: 'Call timeout, seconds' },
    { key: 'maxResultBytes', label: 'Largest result, bytes' },
    { key: 'maxConcurrentCalls', label: 'Calls at once' },
  ] as const;
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <IconField name={name} iconUrl={iconUrl} onChange={setIconUrl} />
      <Field label="Name" required>
        {(control) => <TextInput {...control} required value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="Description">
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            className="field-sizing-content min-h-15"
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      {remote && <AuthFields auth={auth} onChange={setAuth} hasSecret={connector.auth.oauth?.hasClientSecret ?? false} />}
      <fieldset>
        <legend className="mb-2 text-sm font-medium">Limits</legend>
        <div className="grid gap-4 sm:grid-cols-3">
          {limitFields.map(({ key, label }) => (
            <Field key={key} label={<span className="font-normal text-ink-soft">{label}</span>}>
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="numeric"
                  pattern="[0-9]*"
                  placeholder="default"
                  className="tabular-nums"
                  value={limits[key]}
                  onChange={(event) => setLimits({ ...limits, [key]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      </fieldset>
      {change.isError && <ProblemNotice error={change.error} />}
      <Button type="submit" look="primary" className="self-start" busy={change.isPending}>
        Save
      </Button>
    </form>
  );
}

function RemoveConnector({ connector }: { readonly connector: ConnectorView }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useChange('removeConnector', { refreshes: ['listConnectors'] });
  return (
    <div className="flex flex-wrap items-center gap-4 rounded-lg border bg-raised p-4">
      <p className="min-w-0 flex-1 basis-60 text-sm text-ink-soft">
        Removes the connector for everyone, with all its connections. Its calls stay in the log.
      </p>
      <Button look="danger" onClick={() => setAsking(true)}>
        Remove connector
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${connector.name}?`}
        sentence="Everyone’s accounts at it are disconnected and their credentials forgotten."
        action="Remove"
        onConfirm={() => remove.mutate({ path: { id: connector.id } }, { onSuccess: () => navigate({ to: '/connectors' }) })}
      />
    </div>
  );
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value);
}

function numberOf(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text.trim()) : null;
}
