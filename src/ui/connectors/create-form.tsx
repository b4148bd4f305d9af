import { Link, useNavigate } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useChange } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { Button } from '../kit/button.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Checkbox, Field, Select, TextArea, TextInput } from '../kit/field.tsx';
import { Segmented } from '../kit/switch.tsx';
import { AuthFields } from './auth-fields.tsx';
import { type ConnectorDraft, checkDraft, emptyDraft, requestOf } from './connector-draft.ts';
import { IconField } from './icon-field.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** The form of a new connector. Nothing is created until the person says that they trust it. */
export function CreateForm() {
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const { person } = useSession();
  const navigate = useNavigate();
  const create = useChange('createConnector', { refreshes: ['listConnectors'], quiet: true });
  const set = (part: Partial<ConnectorDraft>) => setDraft((now) => ({ ...now, ...part }));
  const problems = tried ? checkDraft(draft) : new Map<keyof ConnectorDraft, string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checkDraft(draft).size > 0) return;
    create.mutate(
      { body: requestOf(draft) },
      { onSuccess: ({ id }) => navigate({ to: '/connectors/$connectorId', params: { connectorId: id } }) },
    );
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-6">
      <IconField name={draft.name} iconUrl={draft.iconUrl} onChange={(iconUrl) => set({ iconUrl })} />
      <Field label="Name" required error={problems.get('name')}>
        {(control) => <TextInput {...control} ref={takeFocus} value={draft.name} onChange={(event) => set({ name: event.target.value })} />}
      </Field>
      <Field label="Description" hint="What it is for. People see it, and models read it.">
        {(control) => (
          <TextArea {...control} rows={2} value={draft.description} onChange={(event) => set({ description: event.target.value })} />
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">Where it runs</span>
        <div>
          <Segmented
            label="Where it runs"
            value={draft.place}
            onChange={(place) => set({ place })}
            choices={[
              { value: 'remote', label: 'Server URL' },
              { value: 'stdio', label: 'Local command', disabled: person.role !== 'owner' },
            ]}
          />
        </div>
        {person.role !== 'owner' && <p className="text-sm text-ink-faint">Local commands are for the owner only.</p>}
      </div>
      {draft.place === 'remote' ? (
        <RemoteFields draft={draft} set={set} problem={problems.get('url')} />
      ) : (
        <CommandFields draft={draft} set={set} problems={problems} />
      )}
      {draft.place === 'remote' && <AuthFields auth={draft.auth} onChange={(auth) => set({ auth })} />}
      <div className="rounded-lg border border-live-line bg-live-soft p-4">
        <p className="mb-2 flex items-center gap-2 text-base font-medium">
          <ShieldAlert aria-hidden="true" className="size-4 shrink-0 text-live-ink" /> Patchbay has not checked this application
        </p>
        <p className="mb-3 text-sm text-ink-soft">
          Its tools see what a chat sends them, and their answers can carry instructions meant to mislead a model. It can change or delete
          data with the permissions that you give it.
          {draft.place === 'stdio' && ' The command runs on this machine with the rights of Patchbay.'}
        </p>
        <Checkbox checked={draft.trusted} onChange={(event) => set({ trusted: event.target.checked })}>
          I trust this application
        </Checkbox>
      </div>
      {create.isError && <ProblemNotice error={create.error} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" size="large" disabled={!draft.trusted} busy={create.isPending}>
          Create
        </Button>
        <Button asChild size="large" look="quiet">
          <Link to="/connectors">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

type PartProps = { readonly draft: ConnectorDraft; readonly set: (part: Partial<ConnectorDraft>) => void };

function RemoteFields({ draft, set, problem }: PartProps & { readonly problem?: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-[1fr_180px]">
      <Field label="Server URL" required error={problem}>
        {(control) => (
          <TextInput
            {...control}
            type="url"
            inputMode="url"
            placeholder="https://mcp.example.com/mcp"
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        )}
      </Field>
      <Field label="Transport">
        {(control) => (
          <Select
            {...control}
            value={draft.transport}
            onChange={(event) => {
              const { value } = event.target;
              set({ transport: value === 'sse' || value === 'streamable-http' ? value : 'auto' });
            }}
          >
            <option value="auto">Automatic</option>
            <option value="streamable-http">Streamable HTTP</option>
            <option value="sse">HTTP with SSE</option>
          </Select>
        )}
      </Field>
    </div>
  );
}

function CommandFields({ draft, set, problems }: PartProps & { readonly problems: ReadonlyMap<keyof ConnectorDraft, string> }) {
  return (
    <>
      <Field label="Command" required hint="With its arguments; quotes hold words together." error={problems.get('command')}>
        {(control) => (
          <TextInput
            {...control}
            className="font-mono text-sm"
            placeholder="npx -y @modelcontextprotocol/server-filesystem /srv/notes"
            value={draft.command}
            onChange={(event) => set({ command: event.target.value })}
          />
        )}
      </Field>
      <Field label="Environment" hint="One NAME=value a line. The values are kept in the vault." error={problems.get('environment')}>
        {(control) => (
          <TextArea
            {...control}
            spellCheck={false}
            className="font-mono text-sm"
            value={draft.environment}
            onChange={(event) => set({ environment: event.target.value })}
          />
        )}
      </Field>
      <Field label="Working directory" hint="Optional.">
        {(control) => (
          <TextInput
            {...control}
            className="font-mono text-sm"
            value={draft.workingDirectory}
            onChange={(event) => set({ workingDirectory: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
