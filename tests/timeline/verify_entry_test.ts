// What one line says of itself: its time, and what was hidden on it.

import { assertEquals } from "@std/assert";
import { tapeOf, verifyText } from "./convert/tapes.ts";

async function rulesOf(...lines: readonly object[]): Promise<readonly string[]> {
  const { findings } = await verifyText(tapeOf(OPEN, REQUEST, ...lines, END));
  return findings.filter(({ rule }) => rule !== "tape/end")
    .map(({ line, rule, field = "" }) => `${line} ${rule} ${field}`);
}

const OPEN = { kind: "open", at: 1, conn: 1 };
const REQUEST = {
  kind: "request",
  at: 1,
  conn: 1,
  id: 1,
  method: "GET",
  url: "/",
  headers: [["Host", "x"]],
};
const PLAIN = { kind: "message", at: 2, conn: 1, from: "server", text: "hello" };
const END = { kind: "end", at: 9, entries: 3 };

Deno.test("verifyTape() warns of times that go back, however little", async () => {
  const back = { kind: "mark", at: 0.999, text: "x" };
  const { findings, verdict } = await verifyText(tapeOf(OPEN, back, { ...END, entries: 2 }));
  assertEquals(findings, [{
    line: 3,
    field: "at",
    rule: "tape/order",
    severity: "warning",
    text: '"at" is 0.999, 0.001 ms before a line above',
  }]);
  assertEquals([verdict.errors, verdict.warnings], [0, 1]);
});

Deno.test("verifyTape() finds hidden stretches of fields that a line does not have", async () => {
  for (const field of ["base64", "url", "headers[0]", "args[0].token"]) {
    const line = { ...PLAIN, redacted: { [field]: [[0, 1, "0badcafe"]] } };
    assertEquals(await rulesOf(line), [`4 entry/redacted ${field}`]);
  }
  assertEquals(await rulesOf({ ...PLAIN, redacted: { text: [[0, 1, "0badcafe"]] } }), []);
  const again = { ...REQUEST, id: 2 };
  const redacted = (field: string): object => ({
    ...again,
    redacted: { [field]: [[0, 0, "0badcafe"]] },
  });
  assertEquals(await rulesOf(redacted("headers[0]")), []);
  assertEquals(await rulesOf(redacted("headers[7]")), ["4 entry/redacted headers[7]"]);
});
