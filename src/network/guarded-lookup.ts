import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AppError } from '../domain/errors.ts';
import { type AllowList, judgeHost, mayReachAddress } from './address.ts';

/** Resolves a name and gives only the addresses that may be reached, so that the socket cannot connect to another. */
export function createGuardedLookup(allowed: AllowList): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (failure: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      if (failure !== null) return callback(failure, []);
      const reachable =
        judgeHost(hostname, allowed) === 'allowed' ? addresses : addresses.filter(({ address }) => mayReachAddress(address, allowed));
      const [first] = reachable;
      if (first === undefined) return callback(refusedAddress(hostname, 'network.address-refused'), []);
      if (options.all === true) return callback(null, reachable);
      callback(null, first.address, first.family);
    });
  };
}

/** The error that names the setting by which an owner allows the address. */
export function refusedAddress(host: string, code: 'network.address-refused' | 'network.redirect-refused'): AppError {
  return new AppError(code, {
    sentence:
      code === 'network.address-refused'
        ? `${host} is a private, local or reserved address. To allow it, name the host or its range in PATCHBAY_ALLOW_PRIVATE_NETWORK.`
        : `The server redirected to ${host}, a private, local or reserved address. Nothing was sent there. To allow it, name it in PATCHBAY_ALLOW_PRIVATE_NETWORK.`,
    detail: { host },
  });
}
