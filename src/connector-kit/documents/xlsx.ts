import { markdownTable } from '../markdown-table.ts';
import { type Archive, openArchive } from './archive.ts';
import { formatSerialDate, readDateStyles } from './xlsx-dates.ts';
import { readRelations, readXml } from './xml.ts';

type Cells = { readonly strings: readonly string[]; readonly dateStyles: ReadonlySet<number> };

const maxCells = 500_000;

/** A workbook as Markdown: each sheet as a table, formulas by their last value, dates as dates. */
export async function readXlsx(bytes: Uint8Array): Promise<string> {
  const archive = openArchive(bytes, (name) =>
    /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/.test(name),
  );
  const cells = { strings: readStrings(archive.text('xl/sharedStrings.xml')), dateStyles: readDateStyles(archive.text('xl/styles.xml')) };
  return sheetsOf(archive)
    .map(({ name, part }) => [`## ${name}`, ...toTable(readRows(archive.text(part) ?? '<none/>', cells))].join('\n\n'))
    .join('\n\n');
}

function sheetsOf(archive: Archive): readonly { readonly name: string; readonly part: string }[] {
  const relations = readRelations(archive.text('xl/_rels/workbook.xml.rels'));
  const sheets: { name: string; part: string }[] = [];
  readXml(archive.text('xl/workbook.xml') ?? '<none/>', {
    open: (name, attributes) => {
      const target = name === 'sheet' ? relations.get(attributes.get('r:id') ?? '') : undefined;
      if (target !== undefined)
        sheets.push({ name: attributes.get('name') ?? '', part: target.startsWith('xl/') ? target : `xl/${target}` });
    },
  });
  return sheets;
}

function readStrings(xml: string | null): readonly string[] {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let inPhonetic = false;
  if (xml === null) return strings;
  readXml(xml, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') inPhonetic = true;
      inText = name === 't' && !inPhonetic;
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name === 'si') strings.push(current);
    },
  });
  return strings;
}

function readRows(xml: string, { strings, dateStyles }: Cells): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let count = 0;
  let cell = { column: 0, type: 'n', style: 0, text: '' };
  let inValue = false;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') rows.push([]);
      if (name === 'c')
        cell = {
          column: columnOf(attributes.get('r'), rows.at(-1)?.length ?? 0),
          type: attributes.get('t') ?? 'n',
          style: Number(attributes.get('s') ?? 0),
          text: '',
        };
      inValue = name === 'v' || name === 't';
    },
    text: (text) => {
      if (inValue) cell.text += text;
    },
    close: (name) => {
      inValue = false;
      if (name !== 'c' || cell.text === '' || (count += 1) > maxCells) return;
      const row = rows.at(-1);
      if (row === undefined) return;
      while (row.length < cell.column) row.push('');
      row[cell.column] = showCell(cell, { strings, dateStyles });
    },
  });
  return rows.filter((row) => row.some((text) => text !== ''));
}

function showCell(
  { type, style, text }: { readonly type: string; readonly style: number; readonly text: string },
  { strings, dateStyles }: Cells,
): string {
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
  if (type === 'n' && dateStyles.has(style)) return formatSerialDate(Number(text)) ?? text;
  return text;
}

/** `BC12` is column 54, from 0. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]+/.exec(reference ?? '')?.[0];
  if (letters === undefined) return next;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function toTable(rows: readonly (readonly string[])[]): readonly string[] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const [head, ...body] = rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''));
  return head === undefined ? [] : [markdownTable(head, body, { maxCellCharacters: Number.POSITIVE_INFINITY })];
}
