import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';

/**
 * Seals secrets with AES-256-GCM (NIST SP 800-38D). A sealed text is `v1.<key id>.<iv>.<tag>.<ciphertext>`, base64url.
 * `boundTo` names the account that the secret belongs to and is authenticated as additional data: a sealed
 * text moved to another row does not open.
 */
export type Vault = {
  /** The first 8 hex digits of the key's SHA-256: tells which key sealed a text, not what it is. */
  readonly keyId: string;
  seal(secret: Secret, boundTo: string): string;
  /** Throws `vault.wrong-key` or `vault.sealed-for-another`. */
  open(sealed: string, boundTo: string): Secret;
};

/** @param key 32 bytes. */
export function createVault(key: Uint8Array): Vault {
  if (key.byteLength !== 32)
    throw new AppError('config.invalid', {
      sentence: 'PATCHBAY_SECRET_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32',
    });
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    keyId,
    seal: (secret, boundTo) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(Buffer.from(boundTo));
      const ciphertext = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      return ['v1', keyId, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), ciphertext.toString('base64url')].join('.');
    },
    open: (sealed, boundTo) => {
      const [version, sealedWith, iv, tag, ciphertext] = sealed.split('.');
      if (version !== 'v1' || sealedWith !== keyId) throw new AppError('vault.wrong-key');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv ?? '', 'base64url'), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(boundTo));
        decipher.setAuthTag(Buffer.from(tag ?? '', 'base64url'));
        return new Secret(Buffer.concat([decipher.update(Buffer.from(ciphertext ?? '', 'base64url')), decipher.final()]).toString('utf8'));
      } catch (cause) {
        throw new AppError('vault.sealed-for-another', { cause });
      }
    },
  };
}
