import { readDataUrl } from '../kit/read-data-url.ts';

const mostImages = 10;
const largest = 8_000_000;

/** The images among some files as data URLs; `refused` says why others were left out. */
export async function readImages(
  files: Iterable<File>,
  already: number,
): Promise<{ readonly images: readonly string[]; readonly refused: string | null }> {
  const wanted = [...files].filter(({ type }) => /^image\/(png|jpeg|gif|webp)$/.test(type));
  const small = wanted.filter(({ size }) => size <= largest);
  const taken = small.slice(0, Math.max(0, mostImages - already));
  const refused = [
    small.length < wanted.length ? 'Images may have up to 8 MB each.' : null,
    taken.length < small.length ? `A message takes up to ${mostImages} images.` : null,
  ]
    .filter(Boolean)
    .join(' ');
  return { images: await Promise.all(taken.map(readDataUrl)), refused: refused || null };
}
