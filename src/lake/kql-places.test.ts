import { describe, expect, it } from 'vitest';
import { rowsOf, testNow } from '../../testing/kql-engine.ts';
import { writeAddressDatabase } from '../../testing/mmdb.ts';
import { createKqlEngine, type KqlEngine } from './kql-engine.ts';

async function using<T>(geoDatabase: string | undefined, run: (engine: KqlEngine) => Promise<T>): Promise<T> {
  const engine = createKqlEngine({ place: { kind: 'fixed', schema: { Logs: { Address: 'string' } } }, clock: () => testNow, geoDatabase });
  try {
    return await run(engine);
  } finally {
    await engine.close();
  }
}

describe('geo_info_from_ip_address', () => {
  it('says where an address is by the configured database, and nothing for what it does not know', async () => {
    const file = writeAddressDatabase('203.0.113.0/24', {
      country: { names: { en: 'Iceland' } },
      subdivisions: [{ names: { en: 'Capital Region' } }],
      city: { names: { en: 'Reykjavik' } },
      location: { latitude: 64.5, longitude: -21.5 },
    });
    const query =
      "print geo_info_from_ip_address('203.0.113.9'), geo_info_from_ip_address('10.0.0.1'), geo_info_from_ip_address('no address')";
    const place = { country: 'Iceland', state: 'Capital Region', city: 'Reykjavik', latitude: 64.5, longitude: -21.5 };
    expect(await using(file, (engine) => rowsOf(engine, query))).toEqual([[place, null, null]]);
  });

  it('without a database it runs over no rows, and ends in an error that names the setting on the first', async () => {
    await using(undefined, async (engine) => {
      expect(await rowsOf(engine, 'Logs | extend Place = geo_info_from_ip_address(Address)')).toEqual([]);
      const asked = rowsOf(engine, "print geo_info_from_ip_address('203.0.113.9')");
      await expect(asked).rejects.toMatchObject({
        code: 'lake.geo-database-missing',
        message: expect.stringContaining('PATCHBAY_GEO_DATABASE'),
      });
      expect(await rowsOf(engine, 'print 1')).toEqual([[1]]);
    });
  });
});
