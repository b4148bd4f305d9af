import { CopyButton } from '../kit/copy-button.tsx';
import { Field, TextInput } from '../kit/field.tsx';

export type ClientDraft = { readonly clientId: string; readonly clientSecret: string };

export const emptyClient: ClientDraft = { clientId: '', clientSecret: '' };

/** The application that was registered at the vendor; all else about the sign-in is ready-made. */
export function ClientFields({
  client,
  onChange,
  hasSecret = false,
}: {
  readonly client: ClientDraft;
  readonly onChange: (client: ClientDraft) => void;
  readonly hasSecret?: boolean;
}) {
  const redirect = `${window.location.origin}/connector_platform_oauth_redirect`;
  return (
    <div className="flex flex-col gap-4 rounded-lg border p-4">
      <p className="text-sm text-ink-soft">
        Register an application at the service, with this redirect address, and enter what it gives you. You can do that later.
      </p>
      <p className="flex items-center gap-2 rounded-md bg-inset px-3 py-1.5">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{redirect}</code>
        <CopyButton text={redirect} label="Copy the redirect address" />
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Client ID">
          {(control) => (
            <TextInput
              {...control}
              autoComplete="off"
              value={client.clientId}
              onChange={(event) => onChange({ ...client, clientId: event.target.value })}
            />
          )}
        </Field>
        <Field label="Client secret" hint={hasSecret ? 'One is kept. Empty: it stays.' : 'Kept in the vault.'}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="new-password"
              value={client.clientSecret}
              onChange={(event) => onChange({ ...client, clientSecret: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
