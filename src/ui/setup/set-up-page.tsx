import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';
import { CodeBlock } from '../kit/json-view.tsx';
import { GateFrame } from './gate-frame.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** Makes the owner, with the one-time link that the terminal prints. */
export function SetUpPage() {
  const token = new URLSearchParams(window.location.search).get('token');
  if (token === null || token === '') {
    return (
      <GateFrame
        title="Open the set-up link"
        sentence="This Patchbay has no owner yet. The terminal that started it printed a one-time link; open it to create the owner."
      >
        <p className="mb-2 text-sm text-ink-soft">It looks like this:</p>
        <CodeBlock text={`${window.location.origin}/setup?token=…`} label="example of the link" />
        <p className="mt-3 text-sm text-ink-faint">
          No terminal at hand? Stop the server and start it again: it prints a new link. Or set{' '}
          <code className="font-mono text-xs">PATCHBAY_OWNER_EMAIL</code> and{' '}
          <code className="font-mono text-xs">PATCHBAY_OWNER_PASSWORD</code>.
        </p>
      </GateFrame>
    );
  }
  return <OwnerForm token={token} />;
}

function OwnerForm({ token }: { readonly token: string }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const client = useQueryClient();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      client.setQueryData(['getSession', {}], await api.call('setUpOwner', { body: { token, name: name.trim(), email, password } }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const short = password !== '' && password.length < 10;
  return (
    <GateFrame title="Create the owner" sentence="The owner may do everything here: add connectors, change settings, see every call.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">
          {(control) => (
            <TextInput
              {...control}
              name="name"
              autoComplete="name"
              ref={takeFocus}
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="E-mail">
          {(control) => (
            <TextInput
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password" hint="Ten characters or more.">
          {(control) => (
            <TextInput
              {...control}
              type="password"
              name="password"
              autoComplete="new-password"
              required
              minLength={10}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {error !== null && <ProblemNotice error={error} />}
        <Button type="submit" look="primary" size="large" busy={busy} disabled={short}>
          Create the owner
        </Button>
      </form>
    </GateFrame>
  );
}
