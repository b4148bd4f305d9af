import { channel } from 'node:diagnostics_channel';
import { composedKey } from '../../testing/composed-patchbay.ts';
import { startReadyMade } from '../../testing/services/ready-made.ts';
import { serviceRows } from '../../testing/services/rows.ts';
import { type Figure, median } from '../figures.ts';

const redirectUri = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';
const body = JSON.stringify({ tool: 'get_profile', input: {} });
const request = {
  method: 'POST',
  headers: {
    authorization: `Bearer ${composedKey}`,
    'content-type': 'application/json',
    // As a client over a socket says it.
    'content-length': String(body.length),
  },
  body,
};
const warmUp = 200;
const measured = 300;

/**
 * For each connector with a service: a call through the JSON API and the whole runtime, with the audit log on disk, less the time
 * that its requests to the service's double took.
 */
export async function measureOverhead(): Promise<readonly Figure[]> {
  const upstream = watchRequests();
  const figures: Figure[] = [];
  for (const { start } of serviceRows) {
    const service = await start({ redirectUri });
    for (const { builtin, name, addresses } of service.connectors) {
      const whole = await startReadyMade({ builtin, services: addresses, client: service.client });
      await whole.signIn({ email: service.people[0] ?? '' });
      const times: number[] = [];
      for (let index = 0; index < warmUp + measured; index += 1) {
        upstream.reset();
        const began = performance.now();
        const response = await whole.patchbay.request(`/api/v1/connectors/${builtin}/call`, request);
        const text = await response.text();
        const total = performance.now() - began;
        if (!text.includes('"completed"')) throw new Error(`${builtin}: the call ended as ${text}.`);
        if (index >= warmUp) times.push(total - upstream.milliseconds());
      }
      await whole.close();
      figures.push({ name: `${name}: overhead of a call, p50`, value: median(times), unit: 'ms', limit: 2 });
    }
    await service.close();
  }
  return figures;
}

/** How long requests of this process took, from being made until their answer was whole (undici's diagnostics channels). */
function watchRequests() {
  const running = new Map<object, number>();
  let sum = 0;
  const end = (message: unknown): void => {
    const { request } = message as { readonly request: object };
    sum += performance.now() - (running.get(request) ?? performance.now());
    running.delete(request);
  };
  channel('undici:request:create').subscribe((message) => {
    running.set((message as { readonly request: object }).request, performance.now());
  });
  channel('undici:request:trailers').subscribe(end);
  channel('undici:request:error').subscribe(end);
  return {
    reset: () => {
      sum = 0;
    },
    milliseconds: () => sum,
  };
}
