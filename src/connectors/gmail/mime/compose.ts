import { randomBytes } from 'node:crypto';
import { type OutgoingFile, ToolError } from '../../../connector-kit/index.ts';
import { base64Lines, filePart } from './file-part.ts';
import { encodeWords } from './words.ts';

export type Mail = {
  readonly to: readonly string[];
  readonly cc?: readonly string[] | undefined;
  readonly bcc?: readonly string[] | undefined;
  readonly subject: string;
  readonly text: string;
  /** RFC 5322 §3.6.4: the mail that this answers, and those before it. */
  readonly inReplyTo?: string | undefined;
  readonly references?: string | undefined;
  readonly attachments?: readonly OutgoingFile[] | undefined;
  /** A whole mail, passed on as it is (RFC 2046 §5.2.1). */
  readonly enclosed?: Buffer | undefined;
};

/** A mail as RFC 5322 has it, in base64url as Gmail takes it. Gmail itself adds From, Date and Message-ID. */
export function composeMail(mail: Mail): string {
  const addresses = (name: string, all: readonly string[] = []) =>
    all.length === 0 ? [] : [`${name}: ${all.map(encodeAddress).join(',\r\n ')}`];
  const headers = [
    ...addresses('To', mail.to),
    ...addresses('Cc', mail.cc),
    ...addresses('Bcc', mail.bcc),
    `Subject: ${encodeWords(mail.subject)}`,
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: ${oneLine(mail.inReplyTo)}`]),
    ...(mail.references === undefined ? [] : [`References: ${oneLine(mail.references)}`]),
    'MIME-Version: 1.0',
  ];
  const text = Buffer.from(textPart(mail.text));
  const others = [
    ...(mail.attachments ?? []).map((file) => Buffer.from(filePart(file))),
    ...(mail.enclosed === undefined ? [] : [enclosedPart(mail.enclosed)]),
  ];
  const body = others.length === 0 ? text : mixed([text, ...others]);
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n`), body]).toString('base64url');
}

/** RFC 2046 §5.1.3: parts of their own, one after the other. */
function mixed(parts: readonly Buffer[]): Buffer {
  const boundary = `=_${randomBytes(18).toString('hex')}`;
  const pieces = parts.flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`), part]);
  return Buffer.concat([
    Buffer.from(`Content-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n`),
    ...pieces,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

/** RFC 2046 §5.2.1: an enclosed message may not be in base64; its bytes pass as they are. */
function enclosedPart(enclosed: Buffer): Buffer {
  const about = ['Content-Type: message/rfc822', 'Content-Disposition: attachment; filename="forwarded.eml"', '', ''];
  return Buffer.concat([Buffer.from(about.join('\r\n')), enclosed]);
}

function textPart(text: string): string {
  const lines = base64Lines(Buffer.from(text.replace(/\r?\n/g, '\r\n')));
  return ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: base64', '', lines].join('\r\n');
}

/** `Name <address>` or an address alone; only the name may be other than ASCII (RFC 6532 is for those who agreed on it). */
function encodeAddress(given: string): string {
  const [, name = '', address = given] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(given) ?? [];
  if (!/^[^\s@<>,;:"()[\]\\\u0080-\uffff]+@[^\s@<>,;:"()[\]\\\u0080-\uffff]+$/.test(address.trim()))
    throw new ToolError(`"${oneLine(given)}" is not an e-mail address. Write ada@example.com or Ada <ada@example.com>.`);
  const plain = name.replace(/^"(.*)"$/, '$1');
  if (plain === '') return address.trim();
  // In an encoded word any name may stand; in quotes, those without quotes and backslashes.
  if (!/^[\x20-\x7e]*$/.test(plain) || /["\\]/.test(plain)) return `${encodeWords(plain, { always: true })}\r\n <${address.trim()}>`;
  return `"${plain}" <${address.trim()}>`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
