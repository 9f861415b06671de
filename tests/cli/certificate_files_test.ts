// Certificates and keys that cannot be used: which flag, which file, and what to do.

import { assertEquals, assertThrows } from "@std/assert";
import { generateKeyPairSync } from "node:crypto";
import { readCertificate, readTrust } from "../../src/cli/certificate_files.ts";
import { makeCertificate } from "../net/certificate.ts";
import { fakeHost } from "./fake_host.ts";
import { inFolder } from "../house/in_folder.ts";

Deno.test("readTrust() and readCertificate() read what is there", () =>
  inFolder(async (folder) => {
    const host = fakeHost({ folder });
    const { cert, key } = makeCertificate();
    await Deno.writeTextFile(`${folder}/cert.pem`, `a comment\n${cert}`);
    await Deno.writeTextFile(`${folder}/key.pem`, key);
    const read = readCertificate("cert.pem", "key.pem", host);
    assertEquals(read, { cert: `a comment\n${cert}`, key });
    assertEquals(readTrust({ ca: "cert.pem", insecure: false }, host), {
      ca: `a comment\n${cert}`,
      insecure: false,
    });
    assertEquals(readTrust({ insecure: true }, host), { insecure: true });
  }));

Deno.test("readTrust() and readCertificate() name the flag and the file that cannot be used", () =>
  inFolder(async (folder) => {
    const host = fakeHost({ folder });
    await Deno.writeTextFile(`${folder}/cert.pem`, makeCertificate().cert);
    await Deno.writeTextFile(`${folder}/no.pem`, "DER, say");
    const refused: readonly [read: () => unknown, message: string][] = [
      [
        () => readTrust({ ca: "no.pem", insecure: false }, host),
        'Cannot use --ca "no.pem": there is no certificate in it in PEM form ' +
        "(-----BEGIN CERTIFICATE-----)",
      ],
      [
        () => readTrust({ ca: ".", insecure: false }, host),
        'Cannot read --ca ".": it is a folder: name a file in it',
      ],
      [
        () => readCertificate("no.pem", "no.pem", host),
        'Cannot use --tls-cert "no.pem": there is no certificate in it in PEM form ' +
        "(-----BEGIN CERTIFICATE-----)",
      ],
      [
        () => readCertificate("cert.pem", "cert.pem", host),
        'Cannot use --tls-key "cert.pem": there is no private key in it in PEM form ' +
        "(-----BEGIN PRIVATE KEY-----)",
      ],
      [
        () => readCertificate("cert.pem", "gone.pem", host),
        'Cannot read --tls-key "gone.pem": ENOENT: no such file or directory, open ' +
        `'${folder}/gone.pem'`,
      ],
    ];
    for (const [read, message] of refused) assertEquals(assertThrows(read, Error).message, message);
  }));

for (const type of ["pkcs1", "pkcs8"] as const) {
  Deno.test(`readCertificate() says how to decrypt a key in ${type}`, () =>
    inFolder(async (folder) => {
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
      const key = encrypted(type, privateKey.export({ type, format: "pem" }).toString());
      await Deno.writeTextFile(`${folder}/cert.pem`, makeCertificate().cert);
      await Deno.writeTextFile(`${folder}/key.pem`, key);
      const read = (): unknown => readCertificate("cert.pem", "key.pem", fakeHost({ folder }));
      assertEquals(
        assertThrows(read, TypeError).message,
        'Cannot use --tls-key "key.pem": it is encrypted. Decrypt it with openssl pkey -in key.pem ' +
          "-out plain.pem, and name that",
      );
    }));
}

/** As openssl writes an encrypted key down; what is in it is not looked at. */
function encrypted(type: "pkcs1" | "pkcs8", key: string): string {
  if (type === "pkcs8") return key.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
  const said =
    "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n";
  return key.replace("\n", said);
}
