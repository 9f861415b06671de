// The JSON of open packets, as servers send it and as they should not.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { readHandshake } from "../../../src/protocols/engine_io/handshake.ts";
import { checkProperty } from "../../house/property.ts";

Deno.test("readHandshake() reads every field and passes over unknown ones", () => {
  const handshake = {
    sid: "a",
    upgrades: ["websocket"],
    pingInterval: 25000,
    pingTimeout: 20000,
    maxPayload: 1e6,
  };
  assertEquals(readHandshake(JSON.stringify({ ...handshake, more: 1 })), { handshake, notes: [] });
  assertEquals(readHandshake('{"sid":"a"}'), { handshake: { sid: "a" }, notes: [] });
});

const bad: readonly (readonly [text: string, handshake: unknown, words: readonly string[]])[] = [
  ["", undefined, ["not JSON"]],
  ["[]", undefined, ["not a JSON object"]],
  ["null", undefined, ["not a JSON object"]],
  ["{}", {}, ['no "sid"']],
  ['{"sid":7}', {}, ['"sid" is 7']],
  ['{"sid":"a","upgrades":"websocket"}', { sid: "a" }, ['"upgrades" is "websocket"']],
  ['{"sid":"a","upgrades":[1]}', { sid: "a" }, ['"upgrades" is [1]']],
  ['{"sid":"a","pingInterval":"25"}', { sid: "a" }, ['"pingInterval" is "25"']],
  ['{"sid":"a","pingTimeout":null,"maxPayload":{}}', { sid: "a" }, ["pingTimeout", "maxPayload"]],
];

for (const [text, handshake, words] of bad) {
  Deno.test(`readHandshake() notes what is wrong with ${text || "nothing"}`, () => {
    const read = readHandshake(text);
    assertEquals(read.handshake as unknown, handshake);
    assertEquals(read.notes.length, words.length);
    for (const [index, word] of words.entries()) {
      assertEquals(read.notes[index]?.text.includes(word), true, read.notes[index]?.text);
    }
  });
}

Deno.test("readHandshake() takes any JSON", () => {
  const property = fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
    const { handshake, notes } = readHandshake(text);
    assert(handshake?.sid !== undefined || notes.length > 0);
  });
  checkProperty("handshakes of any kind", property, { runs: 1000 });
});
