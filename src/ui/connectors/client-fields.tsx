import type { RegistrationView } from '../../contract/offered-objects.ts';
import { Field, TextInput } from '../kit/field.tsx';
import { RedirectAddress } from './redirect-address.tsx';
import { RegistrationSteps } from './registration-steps.tsx';

export type ClientDraft = { readonly clientId: string; readonly clientSecret: string };

export const emptyClient: ClientDraft = { clientId: '', clientSecret: '' };

/** The application that was registered at the vendor, and how it is registered; all else about the sign-in is ready-made. */
export function ClientFields({
  registration,
  client,
  onChange,
  hasClient = false,
  hasSecret = false,
}: {
  readonly registration: RegistrationView | null;
  readonly client: ClientDraft;
  readonly onChange: (client: ClientDraft) => void;
  /** One is registered already. */
  readonly hasClient?: boolean;
  readonly hasSecret?: boolean;
}) {
  return (
    <div className="rounded-lg border">
      {registration === null ? (
        <div className="flex flex-col gap-2 p-4">
          <p className="text-base">Register an application at the service, with this redirect address.</p>
          <RedirectAddress />
        </div>
      ) : (
        <RegistrationSteps registration={registration} folded={hasClient} />
      )}
      <div className="grid gap-4 border-t p-4 sm:grid-cols-2">
        <Field label="Client ID" hint={hasClient ? undefined : 'You can enter both later.'}>
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
