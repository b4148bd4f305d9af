import type { FileStamp } from './walk.ts';

/**
 * What earlier searches learned of files: their signatures, and the texts of documents. It lies in memory that threads share,
 * since a thread ends with a search that is cancelled. A file that changed is another entry; what is found is always read from
 * the file itself.
 */
export type SharedIndex = {
  find(file: Indexed): Learned | null;
  /** Kept if there is room. */
  keep(file: Indexed, learned: Learned): void;
};
export type Indexed = { readonly path: string; readonly stamp: FileStamp };
export type Learned = {
  /** Null: there is no text in it. */
  readonly signature: Uint8Array | null;
  /** The text of a document, which takes long to read; null: it is read as it is. */
  readonly text: Uint8Array | null;
};

const slots = 1 << 18;
const probes = 32;
/** State, key in two parts, where the bytes begin, how many are of the signature and how many of the text. */
const fields = 6;
const headBytes = 8;
const tableBytes = slots * fields * 4;
const states = { empty: 0, written: 1, ready: 2 } as const;
const nothing = -1;

/** Room for the signatures of some hundred thousand files; the machine gives it as it is used. */
export const newIndexMemory = (bytes = 128_000_000): SharedArrayBuffer => new SharedArrayBuffer(headBytes + tableBytes + bytes);
/** True when something did not find room. */
export const isFull = (memory: SharedArrayBuffer): boolean => Atomics.load(new Int32Array(memory, 0, 2), 1) !== 0;

export function openIndex(memory: SharedArrayBuffer): SharedIndex {
  const head = new Int32Array(memory, 0, 2);
  const table = new Int32Array(memory, headBytes, slots * fields);
  const room = new Uint8Array(memory, headBytes + tableBytes);

  /** The slots where a file's entry may lie, in their order. */
  function* slotsOf(first: number): Generator<number> {
    for (let probe = 0; probe < probes; probe += 1) yield (((first >>> 0) + probe) % slots) * fields;
  }
  const partOf = (from: number, length: number) => (length === nothing ? null : room.subarray(from, from + length));

  return {
    find: (file) => {
      const [first, second] = keyOf(file);
      for (const slot of slotsOf(first)) {
        const state = Atomics.load(table, slot);
        if (state === states.empty) return null;
        if (state !== states.ready || table[slot + 1] !== first || table[slot + 2] !== second) continue;
        const [from = 0, signatureLength = 0, textLength = 0] = table.subarray(slot + 3, slot + fields);
        return { signature: partOf(from, signatureLength), text: partOf(from + Math.max(0, signatureLength), textLength) };
      }
      return null;
    },
    keep: (file, { signature, text }) => {
      const [first, second] = keyOf(file);
      const bytes = (signature?.length ?? 0) + (text?.length ?? 0);
      const from = Atomics.add(head, 0, bytes);
      if (from + bytes > room.length) {
        Atomics.sub(head, 0, bytes);
        return void Atomics.store(head, 1, 1);
      }
      if (signature !== null) room.set(signature, from);
      if (text !== null) room.set(text, from + (signature?.length ?? 0));
      for (const slot of slotsOf(first)) {
        // A thread that ends in between leaves a slot that nobody reads.
        if (Atomics.compareExchange(table, slot, states.empty, states.written) !== states.empty) continue;
        table.set([first, second, from, signature?.length ?? nothing, text?.length ?? nothing], slot + 1);
        return void Atomics.store(table, slot, states.ready);
      }
      Atomics.store(head, 1, 1);
    },
  };
}

const numbers = new Float64Array(4);
const words = new Int32Array(numbers.buffer);

/** Two times 32 bits of a file's path and stamp (cyrb53 over both). */
function keyOf({ path, stamp }: Indexed): readonly [first: number, second: number] {
  let [first, second] = [0xdeadbeef | 0, 0x41c6ce57];
  const mix = (value: number) => {
    first = Math.imul(first ^ value, 0x9e3779b1);
    second = Math.imul(second ^ value, 0x5f356495);
  };
  for (let at = 0; at < path.length; at += 1) mix(path.charCodeAt(at));
  numbers.set([stamp.inode, stamp.size, stamp.modifiedAt, stamp.changedAt]);
  for (const word of words) mix(word);
  first = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second ^ (second >>> 13), 0xc2b2ae35);
  second = Math.imul(second ^ (second >>> 16), 0x85ebca6b) ^ Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return [first, second];
}
