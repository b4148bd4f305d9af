import { ChevronRight } from 'lucide-react';
import { Checkbox, Field, Select, TextInput } from '../kit/field.tsx';
import { Segmented } from '../kit/switch.tsx';
import type { AuthDraft, AuthKind, Registration } from './connector-draft.ts';
import { RedirectAddress } from './redirect-address.tsx';

const kinds: readonly { readonly value: AuthKind; readonly label: string }[] = [
  { value: 'oauth', label: 'OAuth' },
  { value: 'header', label: 'API key or header' },
  { value: 'none', label: 'None' },
  { value: 'mixed', label: 'Mixed' },
];
const explanations: Record<AuthKind, string> = {
  oauth: 'Each person signs in at the service, in a window of its own.',
  header: 'Each person enters a value that is sent with every request. It is kept in the vault.',
  none: 'The server asks nobody who they are.',
  mixed: 'Tools are listed without signing in; calling them needs OAuth.',
};
const registrations: readonly { readonly value: Registration; readonly label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'static', label: 'The client ID given here' },
  { value: 'client-id-metadata', label: 'Client ID metadata document' },
  { value: 'dynamic', label: 'Dynamic registration' },
];

/** How one signs in to a connector. */
export function AuthFields({
  auth,
  onChange,
  hasSecret = false,
}: {
  readonly auth: AuthDraft;
  readonly onChange: (auth: AuthDraft) => void;
  readonly hasSecret?: boolean;
}) {
  const set = (part: Partial<AuthDraft>) => onChange({ ...auth, ...part });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">Authentication</span>
        <div>
          <Segmented label="Authentication" value={auth.kind} choices={kinds} onChange={(kind) => set({ kind })} />
        </div>
        <p className="text-sm text-ink-faint">{explanations[auth.kind]}</p>
      </div>
      {auth.kind === 'header' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Header">
            {(control) => <TextInput {...control} value={auth.headerName} onChange={(event) => set({ headerName: event.target.value })} />}
          </Field>
          <Field label="Put before the value" hint="Mind the space at the end.">
            {(control) => <TextInput {...control} value={auth.prefix} onChange={(event) => set({ prefix: event.target.value })} />}
          </Field>
        </div>
      )}
      {(auth.kind === 'oauth' || auth.kind === 'mixed') && <AdvancedOAuth auth={auth} set={set} hasSecret={hasSecret} />}
    </div>
  );
}

function AdvancedOAuth({
  auth,
  set,
  hasSecret,
}: {
  readonly auth: AuthDraft;
  readonly set: (part: Partial<AuthDraft>) => void;
  readonly hasSecret: boolean;
}) {
  return (
    <details className="group rounded-md border" open={auth.clientId !== '' || auth.omitResource || undefined}>
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden="true" className="size-4 text-ink-faint transition-transform group-open:rotate-90" />
        Advanced OAuth settings
      </summary>
      <div className="flex flex-col gap-4 border-t p-4">
        <div>
          <p className="mb-1.5 text-sm font-medium">Redirect address</p>
          <RedirectAddress />
          <p className="mt-1.5 text-sm text-ink-faint">Enter it where you register an application by hand.</p>
        </div>
        <Field label="Registration">
          {(control) => (
            <Select
              {...control}
              value={auth.registration}
              onChange={(event) => set({ registration: registrations.find(({ value }) => value === event.target.value)?.value ?? 'auto' })}
            >
              {registrations.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Client ID">
            {(control) => <TextInput {...control} value={auth.clientId} onChange={(event) => set({ clientId: event.target.value })} />}
          </Field>
          <Field
            label="Client secret"
            hint={hasSecret ? 'One is stored. Enter another to replace it.' : 'Leave empty for a public client.'}
          >
            {(control) => (
              <TextInput
                {...control}
                type="password"
                autoComplete="new-password"
                value={auth.clientSecret}
                onChange={(event) => set({ clientSecret: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field label="Scopes" hint="Separated by spaces. Empty: what the server itself names.">
          {(control) => (
            <TextInput
              {...control}
              className="font-mono text-sm"
              value={auth.scopes}
              onChange={(event) => set({ scopes: event.target.value })}
            />
          )}
        </Field>
        <Checkbox checked={auth.omitResource} onChange={(event) => set({ omitResource: event.target.checked })}>
          Leave out the resource parameter
          <span className="block text-sm text-ink-faint">
            Some servers, Microsoft Entra among them, refuse a sign-in that names the resource.
          </span>
        </Checkbox>
      </div>
    </details>
  );
}
