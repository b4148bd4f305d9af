import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';
import { GateFrame } from './gate-frame.tsx';
import { takeFocus } from '../kit/take-focus.ts';

/** E-mail and password. Afterwards the page stays where it was, or goes to `returnTo`. */
export function SignInPage() {
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
      const session = await api.call('signIn', { body: { email, password } });
      const wanted = new URLSearchParams(window.location.search).get('returnTo');
      // Only a path of ours, never another site.
      if (wanted !== null && /^\/(?![/\\])/.test(wanted)) return window.location.assign(wanted);
      client.setQueryData(['getSession', {}], session);
    } catch (problem) {
      setError(problem);
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <GateFrame title="Sign in">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="E-mail">
          {(control) => (
            <TextInput
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              ref={takeFocus}
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <TextInput
              {...control}
              type="password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {error !== null && <ProblemNotice error={error} />}
        <Button type="submit" look="primary" size="large" busy={busy}>
          Sign in
        </Button>
      </form>
    </GateFrame>
  );
}
