import { openArchive } from './archive.ts';
import { readRelations, readXml } from './xml.ts';

/** A presentation as Markdown: each slide's text in order, then what its notes say. */
export async function readPptx(bytes: Uint8Array): Promise<string> {
  const archive = openArchive(
    bytes,
    (name) => /^ppt\/(presentation\.xml|_rels\/presentation\.xml\.rels|slides\/|notesSlides\/)/.test(name) && /\.(xml|rels)$/.test(name),
  );
  const relations = readRelations(archive.text('ppt/_rels/presentation.xml.rels'));
  const slides: string[] = [];
  readXml(archive.text('ppt/presentation.xml') ?? '<none/>', {
    open: (name, attributes) => {
      const target = name === 'sldId' ? relations.get(attributes.get('r:id') ?? '') : undefined;
      if (target !== undefined) slides.push(target.startsWith('ppt/') ? target : `ppt/${target}`);
    },
  });
  return slides
    .map((slide, index) => {
      const notes = notesOf(slide, (name) => archive.text(name));
      const text = paragraphsOf(archive.text(slide));
      return [`## Slide ${index + 1}`, ...text, ...(notes.length === 0 ? [] : ['Notes:', ...notes])].join('\n\n');
    })
    .join('\n\n');
}

function notesOf(slide: string, read: (name: string) => string | null): readonly string[] {
  const relations = readRelations(read(slide.replace(/slides\/([^/]+)$/, 'slides/_rels/$1.rels')));
  const notes = [...relations.values()].find((target) => target.includes('notesSlide'));
  if (notes === undefined) return [];
  // Notes repeat the number of the slide as a field, a paragraph of digits alone.
  return paragraphsOf(read(`ppt/${notes.replace(/^\.\.\//, '')}`)).filter((paragraph) => !/^\d+$/.test(paragraph));
}

function paragraphsOf(xml: string | null): readonly string[] {
  const paragraphs: string[] = [];
  let current = '';
  let inText = false;
  if (xml === null) return paragraphs;
  readXml(xml, {
    open: (name) => {
      inText = name === 't';
      if (name === 'br') current += '\n';
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      inText = false;
      if (name !== 'p') return;
      if (current.trim() !== '') paragraphs.push(current.trim());
      current = '';
    },
  });
  return paragraphs;
}
