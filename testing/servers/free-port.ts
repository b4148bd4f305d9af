import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below where systems take ports for those who ask for any (RFC 6335 §6 from 49152, Linux from 32768), so that none is taken meanwhile. */
const [first, end] = [20_000, 32_000];

/** A port of this machine that nobody listens on just now, for programs that must be told one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, end);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const heard = once(probe, 'listening').then(
    () => true,
    () => false,
  );
  probe.listen(port, '127.0.0.1');
  if (!(await heard)) return false;
  probe.close();
  await once(probe, 'close');
  return true;
}
