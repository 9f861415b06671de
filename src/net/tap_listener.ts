// Where a tap listens: which port it gets, never the one where its own target is expected (a tap of
// itself would never end), and whether it serves TLS.

import { createPrivateKey, X509Certificate } from "node:crypto";
import net from "node:net";
import tls from "node:tls";
import { codeOf, messageOf } from "../base/errors.ts";
import { isThisMachine, placeOf, type Target } from "./target.ts";

/** How many ports are tried, with the first, when the next free one will do. */
export const MAX_PORTS_TRIED = 20;

const LAST_PORT = 65_535;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface ListenOptions {
  readonly hostname: string;
  /** Without it a free one is picked. */
  readonly port?: number;
  readonly nextPort?: boolean;
  readonly target: Target;
}

/** Not listening yet. */
export function createListener(
  serve: Certificate | undefined,
  take: (client: net.Socket) => void,
): net.Server {
  if (serve === undefined) return net.createServer({ allowHalfOpen: true }, take);
  checkCertificate(serve);
  const { cert, key } = serve;
  return tls.createServer({ cert, key, allowHalfOpen: true, ALPNProtocols: ["http/1.1"] }, take);
}

/** PKCS #8, and what openssl wrote before it. */
export const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/;

/** A server with a certificate that it cannot use starts all the same, and then serves nobody. */
function checkCertificate({ cert, key }: Certificate): void {
  if (ENCRYPTED.test(key)) throw new TypeError("Cannot serve TLS: the key is encrypted");
  const certificate = readPem("certificate", () => new X509Certificate(cert));
  const privateKey = readPem("key", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TypeError("Cannot serve TLS: the key does not belong to the certificate");
  }
}

function readPem<Read>(what: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`Cannot serve TLS: the ${what} cannot be read as PEM`, { cause });
  }
}

/** The port on which the server now listens. */
export async function listen(server: net.Server, options: ListenOptions): Promise<number> {
  const { hostname, port, target } = options;
  if (port === undefined || port === 0) return await listenAnywhere(server, hostname, target.port);
  const last = options.nextPort === true ? Math.min(port + MAX_PORTS_TRIED - 1, LAST_PORT) : port;
  for (let next = port; next <= last; next++) {
    if (next === target.port && isTargetHere(hostname, target)) {
      if (options.nextPort === true) continue;
      throw new Error(`Cannot listen on ${next}: the target is there`);
    }
    try {
      return await tryPort(server, next, hostname);
    } catch (cause) {
      if (!isTaken(cause)) throw explainListening(cause, { hostname, port: next });
      if (options.nextPort === true) continue;
      throw new Error(`Cannot listen on ${placeOf({ hostname, port })}: the port is taken`, {
        cause,
      });
    }
  }
  throw new Error(`Cannot listen on ${placeOf({ hostname, port })}: no port up to ${last} is free`);
}

/** A free port, but not just the one where the target is expected. */
async function listenAnywhere(
  server: net.Server,
  hostname: string,
  avoided: number,
): Promise<number> {
  for (;;) {
    const port = await tryPort(server, 0, hostname).catch((cause) => {
      throw explainListening(cause, { hostname, port: 0 });
    });
    if (port !== avoided) return port;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

function isTargetHere(hostname: string, target: Target): boolean {
  return isThisMachine(target.hostname) || target.hostname === hostname;
}

const OWN_ADDRESSES = "Listen on 127.0.0.1 (this machine alone), on 0.0.0.0 (all its networks), " +
  "or on one of its own addresses";

/** Why an address cannot be listened on, as far as it is known by its code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: `there is no such address or name. ${OWN_ADDRESSES}`,
  EAI_AGAIN: `the name cannot be looked up now. ${OWN_ADDRESSES}`,
  // What Deno's listener says for EADDRNOTAVAIL.
  EINVAL: `it is none of this machine's addresses. ${OWN_ADDRESSES}`,
  EADDRNOTAVAIL: `it is none of this machine's addresses. ${OWN_ADDRESSES}`,
  EACCES: "only the administrator may. Listen on a port above 1023",
};

/** The same failure in words that say what to do instead. */
export function explainListening(
  cause: unknown,
  address: Pick<Target, "hostname" | "port">,
): Error {
  const reason = REASONS[codeOf(cause)] ?? messageOf(cause);
  return new Error(`Cannot listen on ${placeOf(address)}: ${reason}`, { cause });
}

async function tryPort(server: net.Server, port: number, hostname: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const listening = (): void => {
      server.off("error", refused);
      resolve();
    };
    const refused = (error: Error): void => {
      server.off("listening", listening);
      reject(error);
    };
    server.once("error", refused);
    server.once("listening", listening);
    server.listen(port, hostname);
  });
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new TypeError("Cannot listen: the server has no TCP address");
  }
  return address.port;
}

function isTaken(error: unknown): boolean {
  return codeOf(error) === "EADDRINUSE";
}
