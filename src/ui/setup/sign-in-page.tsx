import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api.ts';
import { takeFocus } from '../kit/take-focus.ts';
import { GateField, GateForm } from './gate-form.tsx';
import { GateFrame } from './gate-frame.tsx';

/** E-mail and password. Afterwards the page stays where it was, or goes to `returnTo`. */
export function SignInPage() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  const signIn = async () => {
    const session = await api.call('signIn', { body: { email, password } }).catch((problem: unknown) => {
      setPassword('');
      throw problem;
    });
    const wanted = new URLSearchParams(window.location.search).get('returnTo');
    // Only a path of ours, never another site.
    if (wanted !== null && /^\/(?![/\\])/.test(wanted)) return window.location.assign(wanted);
    client.setQueryData(['getSession', {}], session);
  };
  return (
    <GateFrame title="Sign in">
      <GateForm action="Sign in" onSubmit={signIn}>
        <GateField label="E-mail" type="email" name="email" autoComplete="username" ref={takeFocus} value={email} onChange={setEmail} />
        <GateField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      </GateForm>
    </GateFrame>
  );
}
