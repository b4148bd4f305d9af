const redacted = '[redacted]';

/** A string that does not print: only `reveal()` gives it, and only the vault and the wire call that. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return redacted;
  }
  toJSON(): string {
    return redacted;
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}

const secretNames =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[-_]?key|apikey|access_token|refresh_token|id_token|token|client_secret|client_assertion|code|code_verifier|password|secret|assertion|subject_token|registration_access_token|mcp-session-id)$/i;

/** True for a header, form or JSON field whose value must never be shown or logged. */
export function isSecretName(name: string): boolean {
  return secretNames.test(name);
}

/** A deep copy with the values of secret names blanked: for traces, logs and error texts. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Secret) return redacted;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      isSecretName(key) && entry !== undefined && entry !== null ? redacted : redact(entry),
    ]),
  );
}

const credentialNames =
  /^(authorization|proxy-authorization|x-api-key|api[-_]?key|access_?token|refresh_?token|client_?secret|password|passwd|secret|private_?key)$/i;

/** A deep copy of a call's arguments with credentials blanked. Milder than `redact`: `code` or `token` may be a tool's ordinary input. */
export function redactCredentials<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(redactCredentials) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      credentialNames.test(key) && typeof entry === 'string' ? redacted : redactCredentials(entry),
    ]),
  ) as Value;
}

/** A deep copy with what the pattern (global) finds in any string blanked; the value itself where it finds nothing. */
export function blankTexts<Value>(value: Value, pattern: RegExp): Value {
  // A string stays a string, and each of the others what it was.
  if (typeof value === 'string') return value.replace(pattern, redacted) as Value;
  if (Array.isArray(value)) {
    const entries = value.map((entry: unknown) => blankTexts(entry, pattern));
    return entries.some((entry, index) => entry !== value[index]) ? (entries as Value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, blankTexts<unknown>(entry, pattern)] as const);
  return entries.some(([key, entry]) => entry !== Reflect.get(value, key)) ? (Object.fromEntries(entries) as Value) : value;
}
