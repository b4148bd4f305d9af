import { AppError, type ErrorCode } from '../domain/errors.ts';

type Explanation = { readonly code: ErrorCode; readonly say: (host: string) => string };

const explanations = new Map<string, Explanation>(
  Object.entries({
    ENOTFOUND: unreachable((host) => `The name ${host} does not resolve. Check the spelling of the address.`),
    EAI_AGAIN: unreachable((host) => `The name ${host} could not be resolved just now. Check the network, then try again.`),
    ECONNREFUSED: unreachable((host) => `${host} refused the connection. Check the port, and that the server runs.`),
    ECONNRESET: unreachable((host) => `${host} closed the connection before it answered. Try again.`),
    EPIPE: unreachable((host) => `${host} closed the connection before it answered. Try again.`),
    UND_ERR_SOCKET: unreachable((host) => `${host} closed the connection before it answered whole. Try again.`),
    EHOSTUNREACH: unreachable((host) => `There is no route to ${host}. Check the network.`),
    ENETUNREACH: unreachable((host) => `There is no route to ${host}. Check the network.`),
    UND_ERR_CONNECT_TIMEOUT: {
      code: 'network.timed-out',
      say: (host) => `${host} did not accept a connection in time. Check the address.`,
    },
    ETIMEDOUT: { code: 'network.timed-out', say: (host) => `${host} did not accept a connection in time. Check the address.` },
    UND_ERR_HEADERS_TIMEOUT: { code: 'network.timed-out', say: (host) => `${host} did not answer in time. Try again.` },
    UND_ERR_BODY_TIMEOUT: { code: 'network.timed-out', say: (host) => `${host} stopped sending in the middle of its answer. Try again.` },
    UND_ERR_RES_EXCEEDED_MAX_SIZE: { code: 'network.response-too-large', say: (host) => `${host} sent more than the allowed size.` },
    HPE_INVALID_CONSTANT: unreachable((host) => `${host} answers, but not in HTTP. Check scheme and port.`),
    ERR_SSL_WRONG_VERSION_NUMBER: unreachable((host) => `${host} does not speak TLS at this port. Try http:// or another port.`),
    ERR_SSL_PACKET_LENGTH_TOO_LONG: unreachable((host) => `${host} does not speak TLS at this port. Try http:// or another port.`),
    CERT_HAS_EXPIRED: unreachable((host) => `The certificate of ${host} has expired. Ask its operator.`),
    DEPTH_ZERO_SELF_SIGNED_CERT: unreachable(
      (host) => `The certificate of ${host} is self-signed. Start Patchbay with NODE_EXTRA_CA_CERTS to trust it.`,
    ),
    SELF_SIGNED_CERT_IN_CHAIN: unreachable(
      (host) => `The certificate of ${host} is from an unknown authority. Start Patchbay with NODE_EXTRA_CA_CERTS to trust it.`,
    ),
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unreachable(
      (host) => `The certificate of ${host} cannot be verified. Ask its operator for the whole chain.`,
    ),
    ERR_TLS_CERT_ALTNAME_INVALID: unreachable((host) => `The certificate of ${host} is for another name. Check the address.`),
  }),
);

/** Says in a sentence why a request did not get its answer. */
export function explainNetworkFailure(error: unknown, url: URL): AppError {
  const code = findCode(error);
  const explanation =
    explanations.get(code ?? '') ??
    unreachable((host) => `${host} could not be reached (${code ?? 'no reason was given'}). Check the address, and that the server runs.`);
  return new AppError(explanation.code, {
    sentence: explanation.say(url.host),
    cause: error,
    detail: code === null ? {} : { cause: code },
  });
}

function unreachable(say: (host: string) => string): Explanation {
  return { code: 'network.unreachable', say };
}

/** The first system or library code in a chain of causes; happy eyeballs wraps several in an AggregateError. */
function findCode(error: unknown, depth = 0): string | null {
  if (!(error instanceof Error) || depth > 5) return null;
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return findCode(inner, depth + 1);
}
