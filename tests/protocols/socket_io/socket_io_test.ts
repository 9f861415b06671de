// The protocol as the registry sees it: how sure it is of a session, and any conversation at all.

import fc from "fast-check";
import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Payload } from "../../../src/base/bytes.ts";
import type { Side } from "../../../src/base/side.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";
import { socketIo } from "../../../src/protocols/socket_io/socket_io.ts";
import { checkProperty } from "../../house/property.ts";
import { binaryPacket } from "./arbitraries.ts";

const KNOWN: readonly (readonly [first: Payload, least: number, most: number])[] = [
  ["0", 0.9, 1],
  ['0/sfa,{"token":"t"}', 0.9, 1],
  ['2["a"]', 0.8, 1],
  ['51-/sfa,["a",{"_placeholder":true,"num":0}]', 0.8, 1],
  ["31[]", 0.6, 0.8],
  ['4{"message":"no"}', 0.6, 0.8],
  ["1", 0.1, 0.4],
  ['2["connect"]', 0.05, 0.2],
  ["2", 0, 0],
  ["2/3", 0, 0],
  ["12", 0, 0],
  ["3.5", 0, 0],
  ["2 apples", 0, 0],
  ['{"type":"a"}', 0, 0],
  ["", 0, 0],
  [new Uint8Array([1, 2]), 0, 0],
  [new Uint8Array(Buffer.from("82a47479706501a36e7370a42f736661", "hex")), 0.9, 1],
];

for (const [first, least, most] of KNOWN) {
  Deno.test(`recognise() is ${least} to ${most} sure of ${JSON.stringify(first)}`, () => {
    const sure = socketIo.recognise(first, "client");
    assertEquals(sure >= least && sure <= most, true, `sure: ${sure}`);
  });
}

const message: fc.Arbitrary<readonly Payload[]> = fc.oneof(
  { weight: 3, arbitrary: binaryPacket.map((packet) => encodePacket(packet)) },
  fc.string({ unit: "binary" }).map((text) => [text]),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => [new Uint8Array(bytes)]),
);

Deno.test("receive() never throws and shows every byte of any conversation", () => {
  const conversation = fc.array(
    fc.tuple(fc.constantFrom<Side>("client", "server"), message, fc.nat(3)),
    { maxLength: 12 },
  );
  checkProperty(
    "any conversation",
    fc.property(conversation, (turns) => {
      const decoder = socketIo.open({ engineVersion: 4 });
      for (const [from, messages, lost] of turns) {
        for (const payload of messages.slice(lost === 0 ? 1 : 0)) {
          const { packets, label, notes } = decoder.receive(from, payload);
          assertEquals(label.length > 0, true);
          for (const packet of packets) {
            for (const note of packet.notes) assertEquals(notes.includes(note), true);
          }
          if (typeof payload !== "string") {
            assertEquals(packets.some((packet) => carries(packet, payload)), true);
          }
        }
      }
    }),
  );
});

/** As an attachment, whole, or read from msgpack without a note. */
function carries(packet: object, payload: Uint8Array): boolean {
  if ("bytes" in packet) return packet.bytes === payload;
  return "raw" in packet ? packet.raw === payload : "encoding" in packet;
}
