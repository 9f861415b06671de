// Requests and their responses on a tape: a line stands where what it tells was whole, so that either
// may be the first.

import { assertEquals } from "@std/assert";
import { tapeOf, verifyText } from "./convert/tapes.ts";

/** The line, rule and field of each finding. */
async function rulesOf(...lines: readonly object[]): Promise<readonly string[]> {
  const end = { kind: "end", at: 9, entries: lines.length };
  const { findings } = await verifyText(tapeOf(...lines, end));
  return findings.map(({ line, rule, field = "" }) => `${line} ${rule} ${field}`);
}

Deno.test("verifyTape() takes responses that stand before their requests", async () => {
  const request = { kind: "request", at: 2, conn: 1, id: 1, method: "POST", url: "/", headers: [] };
  const response = { kind: "response", at: 2, conn: 1, id: 1, status: 413, headers: [] };
  const interim = { ...response, status: 100 };
  const close = { kind: "close", at: 3, conn: 1 };
  assertEquals(await rulesOf(interim, request, response, close), []);
  assertEquals(await rulesOf(interim, interim, response, request, close), []);
  // What came of it is beyond the tape's end, or its beginning.
  assertEquals(await rulesOf(interim), []);
  assertEquals(await rulesOf(interim, close), ["2 http/pair id"]);
  assertEquals(await rulesOf(response, close), ["2 http/pair id"]);
  assertEquals(await rulesOf(response, request, response, close), ["4 http/pair id"]);
  assertEquals(await rulesOf(response, response, request, close), ["3 http/pair id"]);
  assertEquals(await rulesOf(response, request, request, close), ["4 http/pair id"]);
  assertEquals(await rulesOf(response, { ...request, conn: 2 }, close), ["3 http/pair conn"]);
});

Deno.test("verifyTape() takes as many responses to nothing as were noted", async () => {
  const note = { kind: "note", at: 2, conn: 1, rule: "wire/response-unasked", text: "x" };
  const response = { kind: "response", at: 2, conn: 1, id: 1, status: 400, headers: [] };
  const other = { ...response, id: 2 };
  const close = { kind: "close", at: 3, conn: 1 };
  assertEquals(await rulesOf(note, response, close), []);
  assertEquals(await rulesOf(note, response, other, close), ["4 http/pair id"]);
  assertEquals(await rulesOf(note, response, note, other, close), []);
  assertEquals(await rulesOf({ ...note, conn: 2 }, response, close), ["3 http/pair id"]);
  assertEquals(await rulesOf({ ...note, rule: "wire/bare-lf" }, response, close), [
    "3 http/pair id",
  ]);
  // Lines are missing that could not be told.
  const broken = { ...note, rule: "tap/broken" };
  assertEquals(await rulesOf(broken, response, other, close), []);
});
