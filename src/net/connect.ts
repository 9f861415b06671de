// The way to the target: a TCP connection, with TLS where the target wants it, and what went wrong
// on it in words that name the target and the way out.

import net from "node:net";
import tls from "node:tls";
import { codeOf, messageOf } from "../base/errors.ts";
import { placeOf, type Target } from "./target.ts";

/** For TLS towards the target: certificates to trust beside the system's, or not to check. */
export interface TargetTls {
  /** PEM */
  readonly ca?: string;
  /** Certificates are not checked. */
  readonly insecure?: boolean;
}

/** Half-open on both ways, as a relay must be. */
export function connectTo(target: Target, options: TargetTls = {}): net.Socket {
  // A name may stand for several addresses: a server that listens on ::1 alone is found as well.
  const where = {
    host: target.hostname,
    port: target.port,
    autoSelectFamily: true,
    allowHalfOpen: true,
  };
  if (!target.secure) return net.connect(where);
  return tls.connect({
    ...where,
    servername: net.isIP(target.hostname) === 0 ? target.hostname : "",
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: options.insecure !== true,
    // Deno trusts `ca` beside the system's certificates.
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
}

const TRUST_IT = "trust it with --ca FILE, or do not check it with --insecure";

/** What is known of an error by its code; `place` is the target's `host:port`. */
const EXPLANATIONS: Readonly<Record<string, (place: string) => string>> = {
  ECONNREFUSED: (place) => `${place} refused the connection: nobody listens there`,
  ENOTFOUND: (place) => `The host name of ${place} is not known`,
  EAI_AGAIN: (place) => `The host name of ${place} cannot be looked up now`,
  ETIMEDOUT: (place) => `${place} does not answer`,
  EHOSTUNREACH: (place) => `There is no way to ${place}`,
  ENETUNREACH: (place) => `There is no way to ${place}`,
};

/** The same for TLS. */
const TLS_EXPLANATIONS: readonly [pattern: RegExp, explain: (place: string) => string][] = [
  [
    /SELF_SIGNED/,
    (place) => `The certificate of ${place} is self-signed: ${TRUST_IT}`,
  ],
  [
    /CERT_HAS_EXPIRED/,
    (place) => `The certificate of ${place} has expired: do not check it with --insecure`,
  ],
  [
    /UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED|CERT_NOT_YET_VALID|CERT_SIGNATURE_FAILURE/,
    (place) =>
      `The certificate of ${place} is not trusted (an unknown issuer, or out of date): ${TRUST_IT}`,
  ],
  [
    /ALTNAME_INVALID/,
    (place) =>
      `The certificate of ${place} is for another name: use the name that it is for, or do not check it with --insecure`,
  ],
  [
    /WRONG_VERSION_NUMBER|wrong version number|InvalidContentType|packet length too long/,
    (place) => `${place} does not speak TLS: use http:// or ws://`,
  ],
  [
    /CERTIFICATE_REQUIRED|certificate required|CertificateRequired/i,
    (place) => `${place} asks for a certificate of the client's, and a tap has none`,
  ],
  [
    /before secure TLS connection/,
    (place) => `${place} closed the connection within the TLS handshake: does it speak TLS?`,
  ],
  [/ERR_SSL|EPROTO/, (place) => `${place} and the tap cannot agree on TLS`],
];

/** The same error in words for people. What is not known stays as it is. */
export function explainFailure(error: Error, target: Target): Error {
  const code = codeOf(error);
  const place = placeOf(target);
  const said = `${code} ${error.message}`;
  const explain = EXPLANATIONS[code] ??
    (target.secure ? TLS_EXPLANATIONS.find(([pattern]) => pattern.test(said))?.[1] : undefined);
  if (explain === undefined) return error;
  return new Error(`${explain(place)} (${detailOf(error, code)})`, { cause: error });
}

/** Whether it is TLS itself that failed, rather than the connection under it. */
export function isTlsFailure(error: Error): boolean {
  return /^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(codeOf(error));
}

function detailOf(error: Error, code: string): string {
  const message = messageOf(error);
  return message.includes(code) ? message : `${code}: ${message}`;
}
