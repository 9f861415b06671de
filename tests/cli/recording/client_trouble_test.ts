// Clients that cannot get through to the tap.

import { assertEquals } from "@std/assert";
import { ClientTroubles } from "../../../src/cli/recording/client_trouble.ts";

function keyOf(text: string): string | undefined {
  const troubles = new ClientTroubles();
  return troubles.recorded({ kind: "note", at: 0, conn: 1, rule: "tap/tls", text })?.key;
}

const WORDS: readonly [text: string, key: string][] = [
  ["received corrupt message of type InvalidContentType", "client-plain"],
  ["SSL routines:ssl3_get_record:http request", "client-plain"],
  ["received fatal alert: UnknownCA", "client-trust"],
  ["sslv3 alert certificate unknown", "client-trust"],
  ["received fatal alert: BadCertificate", "client-trust"],
  ["socket hang up", "client-handshake"],
];

for (const [text, key] of WORDS) {
  Deno.test(`ClientTroubles takes "${text}" for ${key}`, () => assertEquals(keyOf(text), key));
}

Deno.test("ClientTroubles quotes what it does not know", () => {
  const note = { kind: "note", at: 0, conn: 1, rule: "tap/tls", text: "No agreement" } as const;
  assertEquals(
    new ClientTroubles().recorded(note)?.sentence,
    "No agreement. Does it trust the certificate given with --tls-cert?",
  );
});

Deno.test("ClientTroubles says nothing of a server's bytes, nor of a connection that is gone", () => {
  const troubles = new ClientTroubles();
  const note = { kind: "note", at: 0, conn: 1, rule: "wire/not-http", text: "x" } as const;
  const bytes = { kind: "bytes", at: 0, conn: 1, from: "client", text: "\x16\x03" } as const;
  assertEquals(troubles.recorded(bytes), undefined);
  assertEquals(troubles.recorded(note), undefined);
  assertEquals(troubles.recorded({ ...bytes, from: "server" }), undefined);
  troubles.recorded(note);
  troubles.recorded({ kind: "close", at: 0, conn: 1 });
  assertEquals(troubles.recorded(bytes), undefined);
  troubles.recorded(note);
  assertEquals(troubles.recorded(bytes)?.key, "client-tls");
});
