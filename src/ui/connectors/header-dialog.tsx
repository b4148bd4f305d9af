import { type FormEvent, useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useChange } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** Asks for the API key or header value of a connector. It goes to the vault and is never shown again. */
export function HeaderDialog({
  connector,
  onDone,
}: {
  readonly connector: Pick<ConnectorView, 'id' | 'name' | 'auth'>;
  readonly onDone: (connected: boolean) => void;
}) {
  const [value, setValue] = useState('');
  const [accountLabel, setAccountLabel] = useState('');
  const store = useChange('setHeader', { quiet: true });
  const { headerName = 'Authorization', prefix = '', form } = connector.auth;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    store.mutate(
      { path: { id: connector.id }, body: { value, accountLabel: accountLabel.trim() || undefined } },
      { onSuccess: ({ status }) => onDone(status === 'Connected') },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={() => onDone(false)}
      title={`Connect ${connector.name}`}
      description="What you enter is sealed in the vault. No model, log or browser sees it again."
      width="small"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={form === 'basic' ? 'User and password, as user:password' : form === 'query' ? 'API key' : 'API key or header value'}
          required
          hint={
            <>
              Sent as <code className="font-mono text-xs">{form === 'query' ? `?${headerName}=…` : `${headerName}: ${prefix}…`}</code>
            </>
          }
        >
          {(control) => (
            <TextInput
              {...control}
              type="password"
              required
              value={value}
              onChange={(event) => setValue(event.target.value)}
              ref={takeFocus}
            />
          )}
        </Field>
        <Field label="Account" hint="How you want to call it. Optional.">
          {(control) => <TextInput {...control} value={accountLabel} onChange={(event) => setAccountLabel(event.target.value)} />}
        </Field>
        {store.isError && <ProblemNotice error={store.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onDone(false)}>Cancel</Button>
          <Button look="primary" type="submit" busy={store.isPending} disabled={value === ''}>
            Connect
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
