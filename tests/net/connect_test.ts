// The way to the target: which of its addresses is dialled, what TLS says of it, and what went wrong
// in words that name it and the way out.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { explainFailure, isTlsFailure } from "../../src/net/connect.ts";
import { targetOf } from "../../src/net/target.ts";

const TLS = targetOf(new URL("https://example.com"));
const PLAIN = targetOf(new URL("http://[::1]:3000"));

function errorOf(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

const TRUST_IT = "trust it with --ca FILE, or do not check it with --insecure";

const CASES: readonly [code: string, message: string, explained: string][] = [
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "self-signed certificate",
    `The certificate of example.com:443 is self-signed: ${TRUST_IT} (DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate)`,
  ],
  [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "m",
    `The certificate of example.com:443 is self-signed: ${TRUST_IT} (SELF_SIGNED_CERT_IN_CHAIN: m)`,
  ],
  [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "m",
    `The certificate of example.com:443 is not trusted (an unknown issuer, or out of date): ${TRUST_IT} (UNABLE_TO_VERIFY_LEAF_SIGNATURE: m)`,
  ],
  [
    "CERT_HAS_EXPIRED",
    "certificate has expired",
    "The certificate of example.com:443 has expired: do not check it with --insecure (CERT_HAS_EXPIRED: certificate has expired)",
  ],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "Host: example.com. is not in the cert's altnames: DNS:other",
    "The certificate of example.com:443 is for another name: use the name that it is for, or do not check it with --insecure (ERR_TLS_CERT_ALTNAME_INVALID: Host: example.com. is not in the cert's altnames: DNS:other)",
  ],
  [
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "m",
    "example.com:443 does not speak TLS: use http:// or ws:// (ERR_SSL_WRONG_VERSION_NUMBER: m)",
  ],
  [
    "EPROTO",
    "write EPROTO: wrong version number",
    "example.com:443 does not speak TLS: use http:// or ws:// (write EPROTO: wrong version number)",
  ],
  [
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    "m",
    "example.com:443 asks for a certificate of the client's, and a tap has none (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: m)",
  ],
  [
    "ECONNRESET",
    "Client network socket disconnected before secure TLS connection was established",
    "example.com:443 closed the connection within the TLS handshake: does it speak TLS? (ECONNRESET: Client network socket disconnected before secure TLS connection was established)",
  ],
  [
    "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
    "m",
    "example.com:443 and the tap cannot agree on TLS (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: m)",
  ],
];

for (const [code, message, explained] of CASES) {
  Deno.test(`explainFailure() explains ${code}, ${message}`, () => {
    const error = errorOf(code, message);
    const explanation = explainFailure(error, TLS);
    assertEquals(explanation.message, explained);
    assertStrictEquals(explanation.cause, error);
  });
}

const CONNECTING: readonly [code: string, explained: string][] = [
  ["ECONNREFUSED", "[::1]:3000 refused the connection: nobody listens there"],
  ["ENOTFOUND", "The host name of [::1]:3000 is not known"],
  ["EAI_AGAIN", "The host name of [::1]:3000 cannot be looked up now"],
  ["ETIMEDOUT", "[::1]:3000 does not answer"],
  ["EHOSTUNREACH", "There is no way to [::1]:3000"],
  ["ENETUNREACH", "There is no way to [::1]:3000"],
];

for (const [code, explained] of CONNECTING) {
  Deno.test(`explainFailure() explains ${code}`, () => {
    const error = errorOf(code, `connect ${code} there`);
    assertEquals(explainFailure(error, PLAIN).message, `${explained} (connect ${code} there)`);
  });
}

Deno.test("explainFailure() leaves what it does not know, and TLS where there is none", () => {
  for (const error of [new Error("odd"), errorOf("EMFILE", "m"), errorOf("EPROTO", "m")]) {
    assertStrictEquals(explainFailure(error, PLAIN), error);
  }
  const reset = errorOf("ECONNRESET", "read ECONNRESET");
  assertStrictEquals(explainFailure(reset, TLS), reset);
});

Deno.test("isTlsFailure() tells TLS from the connection under it", () => {
  const codes = ["ERR_SSL_X", "ERR_TLS_X", "EPROTO", "ECONNRESET", "EPIPE"];
  assertEquals(codes.map((code) => isTlsFailure(errorOf(code, "m"))), [
    true,
    true,
    true,
    false,
    false,
  ]);
  assertEquals(isTlsFailure(new Error("m")), false);
});

/** Names other than addresses, and ::1, take more leave than tests have. */
const mayRun = Deno.permissions.querySync({ name: "run", command: "deno" }).state === "granted";

Deno.test(
  "connectTo() finds a server on ::1 alone, and greets TLS by name",
  { ignore: !mayRun },
  async () => {
    const child = await new Deno.Command("deno", {
      args: [
        "run",
        "--no-check",
        "--no-prompt",
        `--config=${new URL("../deno.json", import.meta.url).pathname}`,
        `--lock=${new URL("../deno.lock", import.meta.url).pathname}`,
        "--allow-net",
        "--allow-sys",
        new URL("localhost_target.ts", import.meta.url).href,
      ],
    }).output();
    const errors = new TextDecoder().decode(child.stderr);
    assertEquals([child.code, errors], [0, ""]);
    const outcome = JSON.parse(new TextDecoder().decode(child.stdout));
    assertEquals(outcome.byName, ["localhost", "http/1.1"]);
    // Addresses are no server names (RFC 6066, section 3).
    assertEquals(outcome.byAddress, [null, "http/1.1"]);
    // deno-lint-ignore no-console
    if (outcome.sixth === undefined) console.warn("SKIPPED: this machine has no ::1 to listen on");
    else assertEquals(outcome.sixth, "reached");
  },
);
