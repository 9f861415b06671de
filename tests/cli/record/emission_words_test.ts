// What is told of emissions: their answers, and those that did not go as they were asked for.

import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { answerWords, leftWords } from "../../../src/cli/record/emission_words.ts";

Deno.test("answerWords() shows all arguments, binary by its size", () => {
  const args = ["hi", { a: [Buffer.from("abcd")], none: null }, new ArrayBuffer(3), true];
  assertEquals(
    answerWords("hello", 21, args),
    'hello was acknowledged after 21 ms: "hi" {"a":[<4 bytes>],"none":null} <3 bytes> true',
  );
  assertEquals(answerWords("hello", 21, []), "hello was acknowledged after 21 ms");
});

const noack = { event: "noack", args: ["secret"] };
const hello = { event: "hello", args: [{ token: "secret" }] };
const denied = { event: "x", args: [], namespace: "/deny" };

Deno.test("leftWords() names emissions without their arguments", () => {
  assertEquals(leftWords({ unsent: [], unanswered: [] }), undefined);
  assertEquals(
    leftWords({ unsent: [hello], unanswered: [noack] }),
    "noack was never acknowledged; 1 emission was not sent: hello",
  );
  assertEquals(leftWords({ unsent: [denied], unanswered: [] }), "1 emission was not sent: /deny x");
  assertEquals(
    leftWords({ unsent: [], unanswered: [noack, denied] }),
    "noack, /deny x were never acknowledged",
  );
});

Deno.test("leftWords() names five at most, and cuts long names", () => {
  const long = { event: "e".repeat(80), args: [] };
  assertEquals(
    leftWords({ unsent: [long, ...Array.from({ length: 6 }, () => hello)], unanswered: [] }),
    `7 emissions were not sent: ${"e".repeat(59)}…, hello, hello, hello, hello, 2 more`,
  );
});
