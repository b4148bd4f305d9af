import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KqlType } from '../../kql/index.ts';

const typeOfLetter: ReadonlyMap<string | undefined, KqlType> = new Map<string | undefined, KqlType>([
  [undefined, 'string'],
  ['b', 'bool'],
  ['i', 'int'],
  ['l', 'long'],
  ['r', 'real'],
  ['d', 'datetime'],
  ['y', 'dynamic'],
  ['g', 'guid'],
]);

export type KnownColumn = { readonly name: string; readonly type: KqlType };
export type KnownTables = ReadonlyMap<string, readonly KnownColumn[]>;

let held: KnownTables | null = null;

/** The tables of Microsoft Sentinel, Log Analytics and Defender by name; read when first asked for. */
export function knownTables(): KnownTables {
  held ??= parseKnownTables(readFileSync(join(import.meta.dirname, 'known-tables.txt'), 'utf8'));
  return held;
}

/** Reads the compact form that `testing/make-known-tables.ts` writes. */
export function parseKnownTables(text: string): KnownTables {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', columns = ''] = line.split(' ');
      return [name, columns.split(',').map(parseColumn)];
    }),
  );
}

function parseColumn(text: string): KnownColumn {
  const [name = '', letter] = text.split(':');
  return { name, type: typeOfLetter.get(letter) ?? 'string' };
}
