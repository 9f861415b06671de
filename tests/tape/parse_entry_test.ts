// What one line is, and what people are told when it is none.

import { assert, assertEquals } from "@std/assert";
import { parseEntry } from "../../src/tape/parse_entry.ts";
import { describeProblem } from "../../src/tape/problem.ts";
import { SHORT } from "./samples.ts";

/** What people are told. The schema's test has one of these for every rule. */
const PROBLEMS: readonly (readonly [line: unknown, reason: string])[] = [
  [{ ...SHORT.mark, at: "soon" }, '"at" is "soon", expected a number'],
  ['{"kind":"mark","at":1e999}', '"at" is null, expected a number'],
  [{ at: 1 }, '"kind" is missing, expected a string'],
  [{ kind: "tape", at: 1 }, '"kind" is "tape", expected a header on line 1 only'],
  [{ kind: "open", at: 1 }, '"conn" is missing, expected a whole number from 0 on'],
  [{ ...SHORT.message, from: "me" }, '"from" is "me", expected "client" or "server"'],
  [
    { ...SHORT.control, op: 1 },
    '"op" is 1, expected "ping", "pong", "close" or "end"',
  ],
  [
    { ...SHORT.request, headers: ["Host"] },
    '"headers" is ["Host"], expected a list of ["name","value"] pairs',
  ],
  [
    { ...SHORT.end, secrets: {} },
    '"secrets" is {}, expected an object with "hidden": a whole number from 0 on',
  ],
  [{ ...SHORT.bytes, base64: undefined }, '"text" is missing, expected "text" or "base64"'],
  [
    { ...SHORT.message, text: "" },
    '"text" and "base64" both stand there, expected one of them',
  ],
  ["[1,2]", "it is [1,2], expected a JSON object"],
  [
    { ...SHORT.log, source: Array(100).fill(1) },
    `"source" is [${"1,".repeat(29)}1…, expected a string`,
  ],
]; // deno-fmt-ignore

Deno.test("parseEntry() says the field, its value and what was expected", async (t) => {
  for (const [line, reason] of PROBLEMS) {
    await t.step(reason, () => {
      const text = typeof line === "string" ? line : JSON.stringify(line);
      assertEquals(parseEntry(text, 12), { ok: false, reason });
    });
  }
});

Deno.test("parseEntry() quotes a line that is not JSON, shortened", () => {
  const parsed = parseEntry(`{"kind":"message","text":"${"x".repeat(100)}`, 12);
  assert(!parsed.ok);
  assert(parsed.reason.startsWith(`{"kind":"message","text":"${"x".repeat(34)}… is not JSON (`));
});

Deno.test("parseEntry() tells known kinds from unknown ones", () => {
  const known = parseEntry('{"kind":"mark","at":1,"text":"left"}', 12);
  const unknown = parseEntry('{"kind":"comet","at":1,"tail":[]}', 13);
  assert(known.ok && known.line.known && known.line.number === 12);
  assert(unknown.ok && !unknown.line.known && unknown.line.number === 13);
  assertEquals(unknown.line.entry.tail, []);
});

Deno.test("parseEntry() takes names of Object.prototype for plain names", () => {
  const text = '{"kind":"toString","at":1,"__proto__":{"conn":"x"},"constructor":1}';
  const parsed = parseEntry(text, 2);
  assert(parsed.ok);
  assertEquals(JSON.stringify(parsed.line.entry), text);
});

Deno.test("describeProblem() names the entry by its line, and the header as the tape", () => {
  const reason = '"at" is "soon", expected a number';
  assertEquals(describeProblem({ line: 12, reason }), `Cannot read entry 12: ${reason}`);
  assertEquals(
    describeProblem({ line: 1, reason: "it is empty" }),
    "Cannot read the tape: it is empty",
  );
});
