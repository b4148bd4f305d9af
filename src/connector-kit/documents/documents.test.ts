import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type DocumentKind, documentKind, readDocument } from './documents.ts';

const { signal } = new AbortController();
const read = (kind: DocumentKind, bytes: Uint8Array) => readDocument(new Uint8Array(bytes), { kind, signal });
const office = (parts: Readonly<Record<string, string>>) =>
  zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`)])),
  );
const relations = (entries: Readonly<Record<string, string>>) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(entries)
    .map(
      ([id, target]) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

test('the kind is known by type and by name, whatever its case', () => {
  expect(documentKind({ name: 'Report.PDF' })).toBe('pdf');
  expect(documentKind({ name: 'x', mimeType: 'text/html' })).toBe('html');
  expect(documentKind({ name: 'notes.md' })).toBeNull();
});

test('HTML loses its scripts and pictures and keeps headings, lists, tables and links', async () => {
  const html = `<html><head><title>x</title><script>steal()</script></head><body><h1>Plan</h1><ul><li>one</li></ul>
    <table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
    <a href="https://example.com">link</a><img src="data:image/png;base64,AAAA" alt="logo"></body></html>`;
  const text = await read('html', strToU8(html));
  expect(text).toContain('# Plan');
  expect(text).toMatch(/\| a +\| b +\|/);
  expect(text).toContain('[link](https://example.com)');
  expect(text).not.toMatch(/steal|base64/);
});

test('a Word document becomes Markdown', async () => {
  const paragraph = (text: string, style = '') =>
    `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
  const bytes = office({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels': relations({ rId1: 'word/document.xml' }),
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraph('Größe', 'Heading1')}${paragraph('A line &amp; more')}</w:body></w:document>`,
    'word/styles.xml':
      '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
  });
  expect(await read('docx', bytes)).toBe('# Größe\n\nA line & more');
});

test('a workbook becomes a table for each sheet, with shared strings, dates, gaps and booleans', async () => {
  const main =
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const bytes = office({
    'xl/workbook.xml': `<workbook ${main}><sheets><sheet name="Costs" sheetId="1" r:id="rId1"/><sheet name="Empty" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations({ rId1: 'worksheets/sheet1.xml', rId2: '/xl/worksheets/sheet2.xml' }),
    'xl/sharedStrings.xml': `<sst ${main}><si><t>Item</t></si><si><r><t>On </t></r><r><t>date</t></r><rPh><t>no</t></rPh></si></sst>`,
    'xl/styles.xml': `<styleSheet ${main}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row><c r="A2"><v>12.5</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" s="1"><v>46347</v></c></row><row><c r="A3" t="inlineStr"><is><t>a|b</t></is></c><c r="C3" s="2"><v>46347.5</v></c></row></sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet ${main}><sheetData/></worksheet>`,
  });
  expect(await read('xlsx', bytes)).toBe(
    '## Costs\n\n| Item |  | On date |\n| --- | --- | --- |\n| 12.5 | TRUE | 2026-11-21 |\n| a\\|b |  | 2026-11-21 12:00:00 |\n\n## Empty',
  );
});

test('a presentation becomes its slides in their order, with the notes', async () => {
  const slide = (text: string) =>
    `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>${text}</a:t></a:r><a:r><a:t>!</a:t></a:r></a:p><a:p/></p:sld>`;
  const bytes = office({
    'ppt/presentation.xml':
      '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst><p:sldId id="1" r:id="rId2"/><p:sldId id="2" r:id="rId1"/></p:sldIdLst></p:presentation>',
    'ppt/_rels/presentation.xml.rels': relations({ rId1: 'slides/slide1.xml', rId2: 'slides/slide2.xml' }),
    'ppt/slides/slide1.xml': slide('Last'),
    'ppt/slides/slide2.xml': slide('First'),
    'ppt/slides/_rels/slide2.xml.rels': relations({ rId1: '../notesSlides/notesSlide1.xml' }),
    'ppt/notesSlides/notesSlide1.xml': slide('Say hello'),
  });
  expect(await read('pptx', bytes)).toBe('## Slide 1\n\nFirst!\n\nNotes:\n\nSay hello!\n\n## Slide 2\n\nLast!');
});

test.each(['pdf', 'docx', 'xlsx', 'pptx'] as const)('a broken %s is refused in words', async (kind) => {
  await expect(read(kind, strToU8('not a document'))).rejects.toThrow(new RegExp(`no ${kind.toUpperCase()} document`));
});

test('an archive that unpacks to more than fits is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(210_000_000), 'xl/styles.xml': new Uint8Array(210_000_000) }, { level: 9 });
  await expect(read('xlsx', bomb)).rejects.toThrow(/more than can be read/);
});
