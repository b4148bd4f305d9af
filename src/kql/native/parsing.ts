import { type Dynamic, printDynamic } from './dynamic.ts';
import { type NativeRow, native } from './row.ts';
import { parseXml } from './xml.ts';

/** Readers of text formats: URL, path, CSV, command line, XML. */
export const parsingNatives: readonly NativeRow[] = [
  native('parse_url', { takes: ['text'], returns: 'text', run: (text) => printDynamic(parseUrl(text)) }),
  native('parse_urlquery', {
    takes: ['text'],
    returns: 'text',
    run: (text) => printDynamic(new Map([['Query Parameters', queryBag(text.replace(/^\?/, ''))]])),
  }),
  native('parse_path', { takes: ['text'], returns: 'text', run: (text) => printDynamic(parsePath(text)) }),
  native('parse_csv', { takes: ['text'], returns: 'text', run: (text) => printDynamic(parseCsv(text)) }),
  native('parse_command_line', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (text, kind) => (kind.toLowerCase() !== 'windows' || text.trim() === '' ? null : printDynamic(parseCommandLine(text))),
  }),
  native('parse_xml', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const value = parseXml(text);
      return value === null ? null : printDynamic(value);
    },
  }),
  native('parse_version', { takes: ['text'], returns: 'text', run: parseVersion }),
];

function parseUrl(text: string): Dynamic {
  const match =
    /^([a-z][a-z0-9+.-]*):\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(
      text,
    );
  const part = (index: number): string => match?.[index] ?? '';
  return new Map<string, Dynamic>([
    ['Scheme', part(1)],
    ['Host', part(4)],
    ['Port', part(5)],
    ['Path', part(6)],
    ['Username', part(2)],
    ['Password', part(3)],
    ['Query Parameters', queryBag(part(7))],
    ['Fragment', part(8)],
  ]);
}

function queryBag(query: string): Dynamic {
  const bag = new Map<string, Dynamic>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const [key, value] = at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    bag.set(decode(key), decode(value));
  }
  return bag;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsePath(text: string): Dynamic {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  const path = scheme === null ? text : text.slice(scheme[0].length);
  const drive = /^([a-z]:)([\\/]?)/i.exec(path);
  const stream = /^(.*[^\\/:].*):([^\\/:]+)$/s.exec(drive === null ? path : path.slice(2));
  const body = stream === null ? path : (drive === null ? '' : (drive[1] ?? '')) + (stream[1] ?? '');
  const cut = Math.max(body.lastIndexOf('/'), body.lastIndexOf('\\'));
  const file = body.slice(cut + 1);
  const folder = cut === -1 ? '' : body.slice(0, cut);
  return new Map<string, Dynamic>([
    ['Scheme', scheme?.[1] ?? ''],
    ['RootPath', drive === null ? '' : `${drive[1]}${drive[2]}`],
    ['DirectoryPath', folder],
    ['DirectoryName', folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1)],
    ['Filename', file],
    ['Extension', file.includes('.') ? file.slice(file.lastIndexOf('.') + 1) : ''],
    ['AlternateDataStreamName', stream?.[2] ?? ''],
  ]);
}

/** The first record; quotes are doubled inside quotes. */
function parseCsv(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (quoted && mark === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (mark === '"') quoted = !quoted;
    else if (!quoted && mark === ',') {
      fields.push(field);
      field = '';
    } else if (!quoted && (mark === '\n' || mark === '\r')) break;
    else field += mark;
  }
  return [...fields, field];
}

/** Windows' rules: backslashes count only before a quote. */
function parseCommandLine(text: string): readonly string[] {
  const found: string[] = [];
  let current = '';
  let [quoted, started] = [false, false];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (mark === '\\') {
      let slashes = 0;
      while (text[at] === '\\') [slashes, at] = [slashes + 1, at + 1];
      if (text[at] === '"') {
        current += '\\'.repeat(Math.floor(slashes / 2));
        if (slashes % 2 === 1) current += '"';
        else at -= 1;
      } else {
        current += '\\'.repeat(slashes);
        at -= 1;
      }
      started = true;
    } else if (mark === '"') {
      quoted = !quoted;
      started = true;
    } else if (!quoted && /\s/.test(mark)) {
      if (started) found.push(current);
      [current, started] = ['', false];
    } else {
      current += mark;
      started = true;
    }
  }
  return started ? [...found, current] : found;
}

function parseVersion(text: string): string | null {
  const parts = text.trim().split('.');
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  // More digits than a decimal holds here, so it is text of one length, which compares as the number does.
  return [0, 1, 2, 3].map((index) => (parts[index] ?? '0').padStart(8, '0')).join('');
}
