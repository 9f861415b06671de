// Certificates and keys in files that a user named: read, and looked at as far as messages can then
// say which flag and which file it was.

import { readFileSync } from "node:fs";
import { readableFailure } from "../net/files.ts";
import { ENCRYPTED } from "../net/tap_listener.ts";
import type { Host } from "./host.ts";

interface Pem {
  readonly what: string;
  readonly begin: RegExp;
  /** How such a file begins. */
  readonly shown: string;
}

const CERTIFICATE: Pem = {
  what: "certificate",
  begin: /-----BEGIN CERTIFICATE-----/,
  shown: "-----BEGIN CERTIFICATE-----",
};

const KEY: Pem = {
  what: "private key",
  begin: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  shown: "-----BEGIN PRIVATE KEY-----",
};

export interface TrustFlags {
  /** `--ca` */
  readonly ca?: string | undefined;
  readonly insecure: boolean;
}

/** How the target's certificate is checked. */
export function readTrust(
  { ca, insecure }: TrustFlags,
  host: Host,
): { readonly ca?: string; readonly insecure: boolean } {
  return { ...(ca === undefined ? {} : { ca: readPem("--ca", ca, host, CERTIFICATE) }), insecure };
}

/** What `--tls-cert` and `--tls-key` name. */
export function readCertificate(
  certificate: string,
  key: string,
  host: Host,
): { readonly cert: string; readonly key: string } {
  return {
    cert: readPem("--tls-cert", certificate, host, CERTIFICATE),
    key: readKey(key, host),
  };
}

function readKey(typed: string, host: Host): string {
  const key = readPem("--tls-key", typed, host, KEY);
  if (!ENCRYPTED.test(key)) return key;
  throw new TypeError(
    `Cannot use --tls-key "${typed}": it is encrypted. Decrypt it with ` +
      `openssl pkey -in ${typed} -out plain.pem, and name that`,
  );
}

function readPem(flag: string, typed: string, host: Host, { what, begin, shown }: Pem): string {
  const text = readText(flag, typed, host);
  if (begin.test(text)) return text;
  throw new TypeError(
    `Cannot use ${flag} "${typed}": there is no ${what} in it in PEM form (${shown})`,
  );
}

function readText(flag: string, typed: string, host: Host): string {
  try {
    return readFileSync(host.resolvePath(typed), "utf8");
  } catch (thrown) {
    const { message } = readableFailure(thrown);
    throw new Error(`Cannot read ${flag} "${typed}": ${message}`);
  }
}
