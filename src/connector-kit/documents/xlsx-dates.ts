import { readXml } from './xml.ts';

/** The built-in number formats that show a date or a time (ECMA-376 part 1 §18.8.30). */
const builtIn = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const day = 86_400_000;
/** Day 0 of the 1900 system, moved for the leap day that 1900 did not have. */
const epoch = Date.UTC(1899, 11, 30);

/** Indexes of cell styles that show their number as a date. */
export function readDateStyles(xml: string | null): ReadonlySet<number> {
  const formats = new Set(builtIn);
  const styles = new Set<number>();
  let inCells = false;
  let index = 0;
  if (xml === null) return styles;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'numFmt' && showsDate(attributes.get('formatCode') ?? '')) formats.add(Number(attributes.get('numFmtId')));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      if (formats.has(Number(attributes.get('numFmtId') ?? 0))) styles.add(index);
      index += 1;
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Quoted text, colours and conditions say nothing of what the number is. */
function showsDate(format: string): boolean {
  return /[ymdhs]/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
}

/** Days since 1900 as a date, with its time where it has one; null: no such date. */
export function formatSerialDate(serial: number): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return null;
  const text = new Date(Math.round((epoch + serial * day) / 1000) * 1000).toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
