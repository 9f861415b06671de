// Self-signed certificates for tests, made on the spot: X.509 written down in DER by hand (RFC 5280),
// so that no test needs openssl, a file with a key in it, or a date that comes one day.

import { Buffer } from "node:buffer";
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import net from "node:net";
import { concatBytes, encodeLatin1, toBase64 } from "../../src/base/bytes.ts";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** What it is valid for. Default localhost, 127.0.0.1 and ::1. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Object identifiers, in the bytes of their DER. */
const OID = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
} as const;

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
  ipAddress: 0x87,
} as const;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export function makeCertificate(options: CertificateOptions = {}): Certificate {
  const names = options.names ?? ["localhost", "127.0.0.1", "::1"];
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY_MILLISECONDS);
  const notAfter = options.notAfter ?? new Date(Date.now() + DAY_MILLISECONDS);
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
  const name = sequence(
    der(
      TAG.set,
      sequence(
        objectIdentifier(OID.commonName),
        der(TAG.utf8String, encodeLatin1(names[0] ?? "nobody")),
      ),
    ),
  );
  const toBeSigned = sequence(
    der(TAG.version, der(TAG.integer, new Uint8Array([2]))),
    der(TAG.integer, new Uint8Array([0x01, ...randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    name,
    new Uint8Array(publicKey.export({ type: "spki", format: "der" })),
    der(
      TAG.extensions,
      sequence(
        sequence(
          objectIdentifier(OID.subjectAltName),
          der(TAG.octetString, sequence(...names.map(alternativeName))),
        ),
      ),
    ),
  );
  const signature = new Uint8Array(sign("sha256", Buffer.from(toBeSigned), privateKey));
  const certificate = sequence(
    toBeSigned,
    algorithm,
    der(TAG.bitString, new Uint8Array([0]), signature),
  );
  return {
    cert: pem("CERTIFICATE", certificate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function alternativeName(name: string): Uint8Array {
  if (net.isIP(name) === 0) return der(TAG.dnsName, encodeLatin1(name));
  return der(TAG.ipAddress, ipBytes(name));
}

function ipBytes(address: string): Uint8Array {
  if (net.isIPv4(address)) return new Uint8Array(address.split(".").map(Number));
  const [left = "", right = ""] = address.split("::");
  const groups = (text: string): readonly number[] =>
    text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));
  const [head, tail] = [groups(left), groups(right)];
  const middle = new Array<number>(8 - head.length - tail.length).fill(0);
  return new Uint8Array(
    [...head, ...middle, ...tail].flatMap((group) => [group >> 8, group & 255]),
  );
}

function utcTime(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\.\d+/, "").replace(/[-:T]/g, "");
  return der(TAG.utcTime, encodeLatin1(digits.slice(2)));
}

function objectIdentifier(bytes: readonly number[]): Uint8Array {
  return der(TAG.objectIdentifier, new Uint8Array(bytes));
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...parts);
}

/** Tag, length, value. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = concatBytes(parts);
  return concatBytes([new Uint8Array([tag, ...lengthBytes(value.length)]), value]);
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 255];
  return [0x80 | bytes.length, ...bytes];
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
