import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { CodeBlock } from '../kit/json-view.tsx';
import { takeFocus } from '../kit/take-focus.ts';
import { GateField, GateForm } from './gate-form.tsx';
import { GateFrame } from './gate-frame.tsx';

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
  const client = useQueryClient();
  const create = async () => {
    client.setQueryData(['getSession', {}], await api.call('setUpOwner', { body: { token, name: name.trim(), email, password } }));
  };
  const short = password !== '' && password.length < 10;
  return (
    <GateFrame title="Create the owner" sentence="The owner may do everything here: add connectors, change settings, see every call.">
      <GateForm action="Create the owner" disabled={short} onSubmit={create}>
        <GateField label="Name" name="name" autoComplete="name" ref={takeFocus} value={name} onChange={setName} />
        <GateField label="E-mail" type="email" name="email" autoComplete="username" value={email} onChange={setEmail} />
        <GateField
          label="Password"
          hint="Ten characters or more."
          type="password"
          name="password"
          autoComplete="new-password"
          minLength={10}
          value={password}
          onChange={setPassword}
        />
      </GateForm>
    </GateFrame>
  );
}
