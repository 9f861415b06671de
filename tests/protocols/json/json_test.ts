// Naming and reading JSON messages.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_EVENT_KEYS, json, nameJson } from "../../../src/protocols/json/json.ts";
import type { JsonValue } from "../../../src/base/json.ts";

const NAMES: readonly [value: JsonValue, name: string][] = [
  [{ type: "authenticate", payload: {} }, "authenticate"],
  [{ event: "moved", action: "x" }, "moved"],
  [{ action: "send" }, "send"],
  [{ type: 7, event: "moved" }, "moved"],
  [{ type: "" }, "{type}"],
  [{ location_lat: "-2.3123", location_lon: "2.4535" }, "{location_lat,location_lon}"],
  [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 }, "{a,b,c,d,e,f,…}"],
  [{}, "{}"],
  [[1, 2, 3], "[3]"],
  ["hello", "string"],
  [null, "null"],
  [12, "number"],
];

for (const [value, name] of NAMES) {
  Deno.test(`nameJson() calls ${JSON.stringify(value)} "${name}"`, () => {
    assertEquals(nameJson(value, DEFAULT_EVENT_KEYS), name);
  });
}

Deno.test("nameJson() does not take an inherited property for a name", () => {
  assertEquals(nameJson({ a: 1 }, ["constructor", "toString"]), "{a}");
});

Deno.test("json gives the value as the event's only argument", () => {
  const decoder = json.open({ eventKeys: ["kind"] });
  const meaning = decoder.receive("client", '{"kind":"ping","n":[1,null]}');
  assertEquals(meaning.label, "ping");
  assertEquals(meaning.event, {
    namespace: "/",
    name: "ping",
    args: [{ kind: "ping", n: [1, null] }],
  });
  assertEquals(meaning.notes, []);
});

Deno.test("json keeps text that is not JSON, with a note", () => {
  const meaning = json.open({}).receive("server", "{oops");
  assertEquals(meaning.event, undefined);
  assertEquals(meaning.packets.map((packet) => packet.type), ["unknown"]);
  assertEquals({ ...meaning.packets[0] }.notes, meaning.notes);
  assertEquals(meaning.notes[0]?.rule, "json/syntax");
  assertStringIncludes(meaning.notes[0]?.text ?? "", "Cannot read as JSON: ");
  assertEquals(Object(meaning.packets[0]).data, "{oops");
});

Deno.test("json keeps binary, with a note", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const meaning = json.open({}).receive("server", bytes);
  assertEquals(meaning.notes[0]?.rule, "json/binary");
  assertEquals(Object(meaning.packets[0]).data, bytes);
});

Deno.test("json hands on no value that would overflow whoever walks it", () => {
  const deep = "[".repeat(501) + "]".repeat(501);
  assertEquals(json.open({}).receive("server", deep).notes[0]?.rule, "json/depth");
  assertEquals(json.open({}).receive("server", deep.slice(1, -1)).notes, []);
});

Deno.test("json recognises objects and arrays only", () => {
  const sureness = ['{"a":1}', " [1]", "{oops", "12", '"text"', "", "42[1]"]
    .map((text) => json.recognise(text, "client"));
  assertEquals(sureness, [0.6, 0.6, 0.1, 0, 0, 0, 0]);
  assertEquals(json.recognise(new Uint8Array([0x7b]), "client"), 0);
});
