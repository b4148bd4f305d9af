import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { createGate, type Gate } from './gate.ts';
import { type Google, googleClient, googleScopesOf, googleSignIn, startGoogle } from './google.ts';
import { type ReadyMade, startReadyMade } from './ready-made.ts';

type Double = { readonly url: string; close(): Promise<void> };
export type GoogleProgram<Service extends Double | null> = ReadyMade & {
  readonly gate: Gate;
  readonly google: Google;
  readonly service: Service;
};

/**
 * The whole program with one of Google's connectors, which knows all of its scopes, and Google around its service. The
 * service is null where Google's own double is it, which is Gmail.
 * @example startGoogleProgram(googleDrive, startGoogleDrive)
 */
export async function startGoogleProgram<Service extends Double | null>(
  definition: ConnectorDefinition,
  startService: (options: { readonly gate: Gate }) => Promise<Service>,
): Promise<GoogleProgram<Service>> {
  const gate = createGate();
  const google = await startGoogle({ gate, moreScopes: googleScopesOf(definition) });
  const service = await startService({ gate });
  const whole = await startReadyMade({
    builtin: definition.id,
    client: googleClient,
    services: { ...googleSignIn(google), baseUrl: (service ?? google).url },
  });
  return {
    ...whole,
    gate,
    google,
    service,
    close: async () => {
      await whole.close();
      await service?.close();
      await google.close();
    },
  };
}
