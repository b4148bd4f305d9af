/**
 * What a text may hold, in a few bits: one bit for each run of three bytes in it (a Bloom filter over trigrams, as in
 * https://swtch.com/~rsc/regexp/regexp4.html). It can say "perhaps" where the answer is no, and never says no where it is yes.
 */

/** Bits of the largest signature; a text of many megabytes fills about a quarter of them. */
const maxBits = 1 << 18;
const minBits = 1 << 6;
/** So many bits for each different run: one in four to one in eight is set. */
const bitsPerRun = 4;
const foldable = /[^\0-\x7f]/;

// Of this thread: cleared after each text by what was found in it.
const seen = new Uint8Array(maxBits);
const found = new Uint32Array(maxBits);

/** The signature of a text in UTF-8, whatever its case. */
export function signText(bytes: Buffer): Uint8Array {
  const folded = fold(bytes);
  let count = 0;
  for (let at = 2, run = ((folded[0] ?? 0) << 8) | (folded[1] ?? 0); at < folded.length; at += 1) {
    run = ((run << 8) | (folded[at] ?? 0)) & 0xffffff;
    const place = placeOf(run);
    if (seen[place] === 1) continue;
    seen[place] = 1;
    found[count] = place;
    count += 1;
  }
  let bits = minBits;
  while (bits < maxBits && bits < count * bitsPerRun) bits *= 2;
  const signature = new Uint8Array(bits / 8);
  for (const place of found.subarray(0, count)) {
    seen[place] = 0;
    const bit = place & (bits - 1);
    signature[bit >> 3] = (signature[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return signature;
}

/** Where the bits of these words lie; a text that holds the words has them all. Words of one or two letters have none. */
export function placesOf(words: readonly string[]): readonly number[] {
  return words.flatMap((word) => {
    const bytes = fold(Buffer.from(word));
    return Array.from({ length: Math.max(0, bytes.length - 2) }, (_, at) => placeOf(bytes.readUIntBE(at, 3)));
  });
}

/** False: the text does not hold all the words that these places are of. */
export function mayHold(signature: Uint8Array, places: readonly number[]): boolean {
  const mask = signature.length * 8 - 1;
  return places.every((place) => {
    const bit = place & mask;
    return ((signature[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  });
}

/** Upper case is the same for all that a search without regard to case takes for the same (ECMA-262, Canonicalize). */
function fold(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return foldable.test(text) ? Buffer.from(bytes.toString('utf8').toUpperCase()) : Buffer.from(text.toUpperCase(), 'latin1');
}

const placeOf = (run: number): number => (Math.imul(run, 0x9e3779b1) >>> 14) & (maxBits - 1);
