import { isIPv6, type Socket, connect as systemConnect } from 'node:net';
import type { Connect, ServerAddress } from '../domain/builtin.ts';
import { AppError, findAppError } from '../domain/errors.ts';
import { judgeHost, parseAllowList } from './address.ts';
import { explainNetworkFailure } from './failure.ts';
import { createGuardedLookup, refusedAddress } from './guarded-lookup.ts';

/**
 * Sockets for what speaks no HTTP, such as databases, under the rules of the guarded fetch: the host as written and every
 * address it resolves to are checked, and the socket connects to a checked address.
 */
export function createGuardedConnect({
  allowPrivate = [],
  connectTimeoutMilliseconds = 10_000,
}: {
  readonly allowPrivate?: readonly string[];
  readonly connectTimeoutMilliseconds?: number;
} = {}): Connect {
  const allowed = parseAllowList(allowPrivate);
  const lookup = createGuardedLookup(allowed);
  return async ({ host, port }, signal) => {
    signal.throwIfAborted();
    if (judgeHost(host, allowed) === 'refused') throw refusedAddress(host, 'network.address-refused');
    const socket = systemConnect({ host, port, lookup, noDelay: true, keepAlive: true });
    const end = () => socket.destroy(signal.reason);
    const timer = setTimeout(() => socket.destroy(timedOut({ host, port })), connectTimeoutMilliseconds);
    signal.addEventListener('abort', end, { once: true });
    try {
      await whenConnected(socket);
      return socket;
    } catch (error) {
      signal.throwIfAborted();
      throw findAppError(error) ?? explainNetworkFailure(error, toUrl({ host, port }));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  };
}

function whenConnected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function timedOut(server: ServerAddress): AppError {
  const sentence = `${toUrl(server).host} did not accept a connection in time. Check the address.`;
  return new AppError('network.timed-out', { sentence });
}

const toUrl = ({ host, port }: ServerAddress): URL => new URL(`tcp://${isIPv6(host) ? `[${host}]` : host}:${port}`);
