// The first bytes of connections that speak no HTTP.

import { assertEquals } from "@std/assert";
import { StrangeConnections } from "../../../src/cli/recording/strange_connections.ts";
import type { BytesEntry, Entry } from "../../../src/tape/entry.ts";

function note(conn: number, rule = "wire/not-http"): Entry {
  return { kind: "note", at: 0, conn, rule, text: "x" };
}

function bytes(conn: number): BytesEntry {
  return { kind: "bytes", at: 1, conn, from: "client", text: "SSH" };
}

Deno.test("StrangeConnections tell of the first bytes after the note, and of no others", () => {
  const strange = new StrangeConnections();
  assertEquals(strange.recorded(bytes(1)), undefined);
  assertEquals(strange.recorded(note(1)), undefined);
  assertEquals(strange.recorded(note(2, "wire/other")), undefined);
  assertEquals(strange.recorded(bytes(2)), undefined);
  assertEquals(strange.recorded(bytes(1)), bytes(1));
  assertEquals(strange.recorded(bytes(1)), undefined);
});

Deno.test("StrangeConnections forget those that are gone, and follow only so many", () => {
  const strange = new StrangeConnections();
  strange.recorded(note(1));
  strange.recorded({ kind: "close", at: 1, conn: 1 });
  assertEquals(strange.recorded(bytes(1)), undefined);
  for (let conn = 1; conn <= 101; conn++) strange.recorded(note(conn));
  assertEquals(strange.recorded(bytes(101)), undefined);
  assertEquals(strange.recorded(bytes(100)), bytes(100));
});
