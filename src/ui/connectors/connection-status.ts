import type { ConnectorView } from '../../contract/objects.ts';
import type { JackState } from '../kit/jack.tsx';

export type ConnectionStatus = ConnectorView['status'];

/** The jack that stands for each status word. */
export const jackOf = {
  Connected: 'plugged',
  'Needs sign-in': 'open',
  Reconnect: 'loose',
  Error: 'faulty',
  'Disabled by admin': 'off',
  'Admin approval required': 'off',
} as const satisfies Record<ConnectionStatus, JackState>;

/** What people read; there is nothing to sign in to where no account is needed. */
export function statusWords({ status, auth }: Pick<ConnectorView, 'status' | 'auth'>): string {
  return status === 'Needs sign-in' && auth.kind === 'none' ? 'Not connected yet' : status;
}

/** The verb that leads on from a status; null when nothing can be done here. */
export function connectVerb(status: ConnectionStatus): 'Connect' | 'Reconnect' | null {
  switch (status) {
    case 'Needs sign-in':
      return 'Connect';
    case 'Reconnect':
    case 'Error':
      return 'Reconnect';
    case 'Connected':
    case 'Disabled by admin':
    case 'Admin approval required':
      return null;
    default:
      return status satisfies never;
  }
}
