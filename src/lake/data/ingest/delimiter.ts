const usual = [',', ';', '\t', '|', '\u001f', '\u0001', '^', '~', '\u2756'];
const quote = '"';

/**
 * The delimiter of a CSV file from its beginning: the character that splits the most records into as many fields as the
 * header. Unusual characters count when they stand in the header; letters, digits and what names contain do not.
 */
export function detectDelimiter(head: string): string {
  const records = splitRecords(head).slice(0, 50);
  const header = records[0] ?? '';
  const candidates = [...new Set([...usual, ...[...header].filter((character) => !/[\p{L}\p{N}\s"'_.\-/\\@:()[\]{}]/u.test(character))])];
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of candidates) {
    const fields = splitFields(header, delimiter).length;
    if (fields < 2) continue;
    const same = records.filter((record) => splitFields(record, delimiter).length === fields).length;
    const score = (same / records.length) * 1000 + Math.min(fields, 100);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The fields of one record; doubled quotes stand for one. */
export function splitFields(record: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < record.length; at += 1) {
    const character = record.charAt(at);
    if (quoted && character === quote && record.charAt(at + 1) === quote) {
      field += quote;
      at += 1;
    } else if (character === quote && (quoted || field === '')) quoted = !quoted;
    else if (!quoted && record.startsWith(delimiter, at)) {
      fields.push(field);
      field = '';
      at += delimiter.length - 1;
    } else field += character;
  }
  return [...fields, field];
}

/** The records of a text; line ends within quotes belong to a field. The last one may be cut off and is left out if others are there. */
export function splitRecords(text: string): readonly string[] {
  const records: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) quoted = !quoted;
    else if (character === '\n' && !quoted) {
      records.push(text.slice(start, at).replace(/\r$/, ''));
      start = at + 1;
    }
  }
  const last = text.slice(start).replace(/\r$/, '');
  return (records.length === 0 && last !== '' ? [last] : records).filter((record) => record !== '');
}
