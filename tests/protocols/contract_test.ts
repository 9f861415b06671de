// What every registered protocol promises, whatever it is told: an answer, notes that stand on its
// packets too, and no exception. A new protocol is under this suite as soon as it is registered.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { CARRIERS, Decoder, MESSAGE_PROTOCOLS } from "../../src/protocols/registry.ts";
import { checkProperty } from "../house/property.ts";
import { carried, payload, side } from "./arbitrary_carried.ts";

for (const protocol of MESSAGE_PROTOCOLS) {
  Deno.test(`${protocol.name} answers every message with packets and throws for none`, () => {
    const messages = fc.array(fc.tuple(side, payload), { minLength: 1, maxLength: 12 });
    const versions = fc.constantFrom({}, { engineVersion: 3 }, { engineVersion: 4 });
    checkProperty(
      `protocol ${protocol.name}`,
      fc.property(messages, versions, (list, options) => {
        const decoder = protocol.open(options);
        for (const [from, data] of list) {
          const sureness = protocol.recognise(data, from);
          assert(sureness >= 0 && sureness <= 1, `sureness ${sureness}`);
          const meaning = decoder.receive(from, data);
          assert(meaning.packets.length > 0, "no packet");
          assert(meaning.label.length > 0, "no label");
          for (const packet of meaning.packets) {
            assert(MESSAGE_PROTOCOLS.some((known) => known.name === packet.protocol));
            for (const note of packet.notes) assert(meaning.notes.includes(note), note.text);
          }
        }
      }),
    );
  });
}

Deno.test("every carrier and their registry throw for no traffic", () => {
  checkProperty(
    "protocol registry",
    fc.property(fc.array(carried, { maxLength: 16 }), (list) => {
      const decoder = new Decoder();
      for (const one of list) {
        if (one.kind === "request") {
          for (const carrier of CARRIERS) assert(carrier.recognise(one) >= 0);
        }
        for (const decoded of decoder.receive(one)) {
          assert(decoded.packets.length > 0 && decoded.label.length > 0);
          for (const packet of decoded.packets) {
            for (const note of packet.notes) assert(decoded.notes.includes(note), note.text);
          }
        }
      }
    }),
  );
});

Deno.test("a websocket message of any content yields exactly one meaning", () => {
  checkProperty(
    "protocol messages",
    fc.property(fc.array(fc.tuple(side, payload), { maxLength: 10 }), (list) => {
      const decoder = new Decoder();
      for (const [from, data] of list) {
        const decoded = decoder.receive({ kind: "message", conn: 1, from, data });
        assertEquals(decoded.map((one) => one.from), [from]);
      }
    }),
  );
});
