// What messages mean that nothing stands around: each by itself.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_EVENT_KEYS } from "../../src/protocols/json/json.ts";
import { openStandingAlone, readStandingAlone } from "../../src/protocols/standing_alone.ts";
import type { Payload } from "../../src/base/bytes.ts";

const DEEP = "[".repeat(501) + "]".repeat(501);

const MESSAGES: readonly (readonly [data: Payload, packet: string, label: string])[] = [
  ['{"type":"pos"}', "json value", "pos"],
  [' \t\r\n{"a":1} ', "json value", "{a}"],
  ["[]", "json value", "[0]"],
  ["{}", "json value", "{}"],
  ["", "raw text", "text 0 B"],
  [" ", "raw text", "text 1 B"],
  ["start", "raw text", "text 5 B"],
  ["5", "raw text", "text 1 B"],
  ['"x"', "raw text", "text 3 B"],
  ["null", "raw text", "text 4 B"],
  ["\u00a0{}", "raw text", "text 4 B"],
  ["\ufeff{}", "raw text", "text 5 B"],
  ["[INFO] up", "raw text", "text 9 B"],
  ["[1,", "raw text", "text 3 B"],
  ["{name} came", "raw text", "text 11 B"],
  ['{"a":1}{"a":2}', "json unknown", "not JSON"],
  ['{ "a":', "json unknown", "not JSON"],
  [DEEP, "json unknown", "not JSON"],
  [new Uint8Array([0x7b, 0x7d]), "raw binary", "binary 2 B"],
];

for (const [data, packet, label] of MESSAGES) {
  const shown = typeof data === "string" ? JSON.stringify(data).slice(0, 20) : `bytes ${data}`;
  Deno.test(`readStandingAlone() takes ${shown} for ${packet}`, () => {
    const meaning = readStandingAlone(data, DEFAULT_EVENT_KEYS);
    const found = meaning.packets.map(({ protocol, type }) => `${protocol} ${type}`);
    assertEquals([...found, meaning.label], [packet, label]);
    assertEquals(meaning.event === undefined, packet !== "json value");
    if (packet !== "json value") assertEquals(Object(meaning.packets[0]).data, data);
  });
}

Deno.test("readStandingAlone() says why an object could not be read", () => {
  const { notes } = readStandingAlone('{"type":"pos",', DEFAULT_EVENT_KEYS);
  assertEquals(notes.map(({ rule }) => rule), ["json/syntax"]);
  assertStringIncludes(notes[0]?.text ?? "", "Cannot read as JSON: ");
  assertEquals(readStandingAlone(DEEP, DEFAULT_EVENT_KEYS).notes[0]?.rule, "json/depth");
});

Deno.test("openStandingAlone() names by the keys that it is given, else by the usual ones", () => {
  const text = '{"type":"a","kind":"b"}';
  assertEquals(openStandingAlone({}).receive("client", text).event?.name, "a");
  assertEquals(openStandingAlone({ eventKeys: ["kind"] }).receive("server", text).event?.name, "b");
});
