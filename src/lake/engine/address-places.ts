import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { type NativeRow, printDynamic } from '../../kql/index.ts';

/** What a query's error has in it where the database is missing. */
export const missingGeoDatabase = 'kql: geo-database-missing';

type Names = { readonly names?: { readonly en?: string } };

/** The fields that are used of a record of MaxMind's City databases. */
type CityRecord = {
  readonly country?: Names;
  readonly subdivisions?: readonly Names[];
  readonly city?: Names;
  readonly location?: { readonly latitude?: number; readonly longitude?: number };
};

/** `geo_info_from_ip_address` over a MaxMind DB file, which is read when the first address is asked for. */
export function addressPlaces(file: string | null): NativeRow {
  let look: ((address: string) => CityRecord | null) | null = null;
  return {
    name: 'kql_geo_info_from_ip_address',
    takes: ['text'],
    returns: 'text',
    run: (address) => {
      look ??= open(file);
      const text = String(address);
      const found = isIP(text) === 0 ? null : look(text);
      return found === null ? null : printPlace(found);
    },
  };
}

function open(file: string | null): (address: string) => CityRecord | null {
  try {
    if (file === null) throw new Error('none is configured');
    // Loaded here only, since most queries never ask; the module has the shape that its types say.
    const { Reader } = createRequire(import.meta.url)('mmdb-lib') as typeof import('mmdb-lib');
    const reader = new Reader(readFileSync(file));
    // The type of the records is told by the database's name, and the City databases' fields are all optional.
    return (address) => reader.get(address) as CityRecord | null;
  } catch (cause) {
    throw new Error(missingGeoDatabase, { cause });
  }
}

/** What the record knows, in the order of Kusto's documentation. */
function printPlace({ country, subdivisions, city, location }: CityRecord): string {
  const fields = [
    ['country', country?.names?.en],
    ['state', subdivisions?.[0]?.names?.en],
    ['city', city?.names?.en],
    ['latitude', location?.latitude],
    ['longitude', location?.longitude],
  ] as const;
  return printDynamic(new Map(fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))));
}
