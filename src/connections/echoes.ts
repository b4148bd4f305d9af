import { AppError, findAppError } from '../domain/errors.ts';
import { blankTexts } from '../domain/secret.ts';
import type { ToolSource } from '../domain/tool.ts';

/** The secrets that one connection sent, so that they are known where a service says them back. */
export type Echoes = {
  /** A secret as it was entered or issued. */
  expect(secret: string): void;
  /** Headers, or a command's environment: those whose names say that they are secret; the others are words that results hold too. */
  expectNamed(values: Readonly<Record<string, string>>): void;
  /** What came, without any of them; the value itself where none is in it. */
  blank<Value>(value: Value): Value;
};

/** What is short, or a word such as `postgres`, stands in what people read by chance: blanking it would only make holes. */
const isTelling = (secret: string): boolean => secret.length >= 12 || (secret.length >= 8 && !/^\p{L}+$/u.test(secret));
const secretNames = /auth|cookie|credential|key|pass|secret|token/i;
/** A token that was renewed is still said back by calls that went out before. */
const kept = 8;

export function createEchoes(): Echoes {
  const known = new Map<string, readonly string[]>();
  // One pattern, since results may be long: a text is gone through once, however many secrets there are.
  let pattern: RegExp | null = null;
  const expect: Echoes['expect'] = (secret) => {
    if (!isTelling(secret) || known.has(secret)) return;
    known.set(secret, formsOf(secret));
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    pattern = null;
  };
  return {
    expect,
    expectNamed: (values) => {
      for (const [name, value] of Object.entries(values)) if (secretNames.test(name)) expect(value.replace(/^(?:bearer|basic) /i, ''));
    },
    blank: (value) => {
      if (known.size === 0) return value;
      pattern ??= anyOf([...known.values()].flat());
      return blankTexts(value, pattern);
    },
  };
}

/** The longest first: one may be part of another. */
const anyOf = (texts: readonly string[]): RegExp =>
  new RegExp(
    texts
      .toSorted((left, right) => right.length - left.length)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
    'g',
  );

/** As services say them back: as it was, as it stands in an address, a form, JSON or basic authentication (RFC 7617), and a password alone. */
function formsOf(secret: string): readonly string[] {
  const password = secret.slice(secret.indexOf(':') + 1);
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    ...(isTelling(password) ? [password] : []),
  ];
  return [...new Set(forms)];
}

/** A source whose results, progress and errors are without the secrets that were sent for them: neither models nor logs see one. */
export function withoutEchoes<Source extends Pick<ToolSource, 'callTool'>>(source: Source, echoes: Echoes): Source['callTool'] {
  return async (tool, input, context) => {
    try {
      const onProgress: typeof context.onProgress = (progress) => context.onProgress(echoes.blank(progress));
      return echoes.blank(await source.callTool(tool, input, { ...context, onProgress }));
    } catch (error) {
      const failure = findAppError(error);
      if (failure === null) throw error;
      const { code, message, detail } = failure;
      const [sentence, blanked] = [echoes.blank(message), echoes.blank(detail)];
      if (sentence === message && blanked === detail) throw error;
      throw new AppError(code, { sentence, detail: blanked, cause: failure });
    }
  };
}
