import { strFromU8, unzipSync } from 'fflate';
import { ToolError } from '../tool.ts';

/** The wanted parts of an Office file, by name. */
export type Archive = { text(name: string): string | null; readonly names: readonly string[] };

const maxUnpackedBytes = 400_000_000;

/** Unpacks what `wants` names. An archive that says it is larger than any document is refused before a byte is unpacked. */
export function openArchive(bytes: Uint8Array, wants: (name: string) => boolean): Archive {
  let total = 0;
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      if (total > maxUnpackedBytes) throw new ToolError('The document unpacks to more than can be read.');
      return wants(name);
    },
  });
  const known = new Map(Object.entries(parts));
  return {
    names: [...known.keys()],
    text: (name) => {
      const part = known.get(name);
      return part === undefined ? null : strFromU8(part);
    },
  };
}
