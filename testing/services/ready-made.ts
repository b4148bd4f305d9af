import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Endpoints } from '../../src/connector-kit/index.ts';
import type { ToolOutcome } from '../../src/domain/tool.ts';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../composed-patchbay.ts';
import { signInAsOwner } from './owner-sign-in.ts';

export type ReadyMade = {
  readonly patchbay: ComposedPatchbay;
  /** The owner in a browser: to the vendor's page, chooses the account, and back. Answers what the last page says. */
  signIn(options: { readonly email: string; readonly scopes?: readonly string[] }): Promise<string>;
  call(tool: string, input?: Record<string, unknown>, approvalId?: string): Promise<ToolOutcome>;
  /** Calls a tool that asks, says yes, and calls again. */
  callApproved(tool: string, input: Record<string, unknown>): Promise<ToolOutcome>;
  /** Ends the sign-in; the next one begins anew. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
};

/** The whole program with one ready-made connector that is added, its service's addresses being a double's. */
export async function startReadyMade({
  builtin,
  services,
  client,
}: {
  readonly builtin: string;
  readonly services: Endpoints;
  readonly client: { readonly id: string; readonly secret: string };
}): Promise<ReadyMade> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-ready-made-'));
  writeFileSync(join(folder, 'patchbay.yaml'), stringify({ services: { [builtin]: services } }));
  const patchbay = await composePatchbay({ PATCHBAY_DATA: folder });
  await patchbay.api.call('createConnector', {
    body: {
      name: builtin,
      slug: builtin,
      origin: { kind: 'builtin', builtin, settings: {} },
      auth: { kind: 'oauth', oauth: { registration: 'static', clientId: client.id, clientSecret: client.secret } },
    },
  });
  await patchbay.api.call('changeSettings', { body: { developerMode: true } });
  let connectionId: string | undefined;

  const call: ReadyMade['call'] = async (tool, input = {}, approvalId) =>
    (await patchbay.api.call('callTool', { path: { id: builtin }, body: { tool, input, approvalId } })).outcome;

  return {
    patchbay,
    call,
    callApproved: async (tool, input) => {
      const asked = await call(tool, input);
      if (asked.kind !== 'approval_required') return asked;
      await patchbay.api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });
      return call(tool, input, asked.approvalId);
    },
    signIn: async ({ email, scopes }) => {
      const signedIn = await signInAsOwner(
        { request: patchbay.request, key: composedKey },
        { connector: builtin, email, scopes, connectionId },
      );
      connectionId = signedIn.connectionId;
      return signedIn.page;
    },
    disconnect: async () => {
      if (connectionId === undefined) throw new Error('nobody has signed in');
      await patchbay.api.call('disconnect', { path: { id: connectionId } });
      connectionId = undefined;
    },
    close: async () => {
      await patchbay.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
