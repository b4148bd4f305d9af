import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../domain/secret.ts';
import { createVault } from './vault.ts';

const vault = createVault(randomBytes(32));

test('a secret opens for the account that it was sealed for', () => {
  const sealed = vault.seal(new Secret('ya29.token'), 'connection:1');
  expect(sealed).not.toContain('ya29');
  expect(vault.open(sealed, 'connection:1').reveal()).toBe('ya29.token');
});

test('the same secret is never sealed to the same text', () => {
  expect(vault.seal(new Secret('a'), 'x')).not.toBe(vault.seal(new Secret('a'), 'x'));
});

test('a sealed text that was moved to another account does not open', () => {
  expect(() => vault.open(vault.seal(new Secret('a'), 'connection:1'), 'connection:2')).toThrow(
    expect.objectContaining({ code: 'vault.sealed-for-another' }),
  );
});

test('a wrong key is called a wrong key, with what to do about it', () => {
  const sealed = vault.seal(new Secret('a'), 'x');
  expect(() => createVault(randomBytes(32)).open(sealed, 'x')).toThrow(
    expect.objectContaining({ code: 'vault.wrong-key', message: expect.stringContaining('PATCHBAY_SECRET_KEY') }),
  );
});

test('a key of another length is refused', () => {
  expect(() => createVault(randomBytes(16))).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});

test('a secret does not print', () => {
  const secret = new Secret('hunter2');
  for (const text of [String(secret), JSON.stringify({ secret }), inspect(secret), inspect({ deep: { secret } }), `${secret}`])
    expect(text).not.toContain('hunter2');
});
