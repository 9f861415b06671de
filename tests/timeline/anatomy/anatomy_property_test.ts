// What holds for every input: parts tile it, mistakes point into it, and it says what the decoders
// say.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Payload, toHex } from "../../../src/base/bytes.ts";
import type { JsonValue } from "../../../src/base/json.ts";
import { encodePacket } from "../../../src/protocols/engine_io/encode_packet.ts";
import { decodePacket } from "../../../src/protocols/engine_io/decode_packet.ts";
import { decodePayload, encodePayload } from "../../../src/protocols/engine_io/payload.ts";
import { decodePacket as decodeSocketPacket } from "../../../src/protocols/socket_io/decode.ts";
import { anatomyOf, urlAnatomy } from "../../../src/timeline/anatomy/anatomy.ts";
import type { Anatomy, Part } from "../../../src/timeline/anatomy/part.ts";
import { checkProperty } from "../../house/property.ts";
import {
  mutate,
  mutations,
  packet3,
  packet4,
  packets3,
  packets4,
} from "../../protocols/engine_io/arbitraries.ts";
import { anatomyOptions, input } from "./arbitrary_input.ts";

function textOf(part: Payload): string {
  return typeof part === "string" ? part : toHex(part);
}

function assertTiles(parts: readonly Part[], whole: Payload, start: number, end: number): void {
  assertEquals(parts.map(({ text }) => text).join(""), textOf(whole.slice(start, end)));
  let at = start;
  for (const part of parts) {
    assertEquals(part.start, at);
    assert(part.end > part.start, `an empty part ${JSON.stringify(part)}`);
    at = part.end;
    if (part.children !== undefined) assertTiles(part.children, whole, part.start, part.end);
    if (part.inside !== undefined) assertWhole(part.inside);
  }
  assertEquals(at, end);
}

function assertWhole(anatomy: Anatomy): void {
  assertTiles(anatomy.parts, anatomy.input, 0, anatomy.input.length);
  for (const { at, text } of anatomy.mistakes) {
    assert(at >= 0 && at <= anatomy.input.length && text !== "", `a mistake at ${at}: ${text}`);
  }
  assert(anatomy.title !== "");
}

Deno.test("the parts of any input tile it, whatever it is taken for", () => {
  checkProperty(
    "anatomy tiles",
    fc.property(input, anatomyOptions, (data, options) => assertWhole(anatomyOf(data, options))),
  );
});

Deno.test("the parts of any URL tile it", () => {
  checkProperty(
    "url tiles",
    fc.property(
      fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()),
      (url) => assertWhole(urlAnatomy(url)),
    ),
  );
});

/** The values of the parts of a name, wherever they stand, in order. */
function valuesOf(parts: readonly Part[], name: string): readonly (JsonValue | undefined)[] {
  return parts.flatMap((part) => [
    ...(part.name === name ? [part.value] : []),
    ...valuesOf(part.children ?? [], name),
  ]);
}

/** Types as parts tell them; base64 of revision 4 is a message without a digit. */
function engineTypesOf({ parts }: Anatomy, version: 3 | 4): readonly string[] {
  const read = valuesOf(parts, "Engine.IO packet type").map(String);
  const unmarked = version === 4 ? valuesOf(parts, "base64 mark").map(() => "message") : [];
  return [...read, ...unmarked].sort();
}

for (const version of [3, 4] as const) {
  Deno.test(`packets of polling bodies are those of the decoder, revision ${version}`, () => {
    checkProperty(
      `polling ${version}`,
      fc.property(version === 3 ? packets3 : packets4, mutations, (packets, changes) => {
        const body = mutate(encodePayload(packets, version), changes);
        if (typeof body !== "string" || /^(?:ok|d=|___eio)/i.test(body)) return;
        const anatomy = anatomyOf(body, { engine: version, transport: "polling" });
        const decoded = decodePayload(body, version).filter(({ type }) => type !== "unknown");
        assertEquals(engineTypesOf(anatomy, version), decoded.map(({ type }) => type).sort());
      }),
    );
  });

  Deno.test(`a WebSocket's message is that of the decoder, revision ${version}`, () => {
    checkProperty(
      `websocket ${version}`,
      fc.property(version === 3 ? packet3 : packet4, mutations, (packet, changes) => {
        const data = mutate(encodePacket(packet, version), changes);
        const anatomy = anatomyOf(data, { engine: version, transport: "websocket" });
        const decoded = decodePacket(data, version);
        const bare = version === 4 && typeof data !== "string";
        const expected = decoded.type === "unknown" || bare ? [] : [decoded.type];
        assertEquals(engineTypesOf(anatomy, version), expected);
        if (decoded.type === "unknown") assert(anatomy.mistakes.length > 0);
      }),
    );
  });
}

const socketText = fc.tuple(
  fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "51-", "62-", "31-", "7", ""),
  fc.constantFrom("", "/", "/sfa,", "/a?b=c,", "/x"),
  fc.oneof(fc.constant(""), fc.nat(100).map(String), fc.constant("007")),
  fc.oneof(
    fc.json(),
    fc.constantFrom("", '["a"]', "[]", "{}", '"x"', '["connect"]', '{"message":"no"}', "["),
    fc.string(),
  ),
).map((pieces) => pieces.join(""));

Deno.test("what is said of a Socket.IO packet is what the decoder reads", () => {
  checkProperty(
    "socket.io",
    fc.property(socketText, fc.constantFrom("client" as const, "server" as const), (text, from) => {
      const options = { engine: 4, from, transport: "websocket", inner: "socket.io" } as const;
      const { parts, mistakes } = anatomyOf(`4${text}`, options);
      const packet = decodeSocketPacket(text);
      const said = (name: string): JsonValue | undefined => valuesOf(parts, name)[0];
      if (packet.type === "unknown") {
        assertEquals(valuesOf(parts, "Socket.IO packet type"), []);
        assert(mistakes.length > 0);
        return;
      }
      assertEquals(said("Socket.IO packet type"), packet.type);
      assertEquals(said("attachment count"), packet.attachments);
      assertEquals(said("acknowledgement id"), packet.ackId);
      assertEquals(said("namespace") ?? "/", packet.namespace);
      assertEquals(said("namespace query"), packet.query);
      if (packet.data !== undefined) assertEquals(said("payload"), packet.data);
      if (packet.notes.length > 0) assert(mistakes.length > 0, JSON.stringify(packet.notes));
    }),
    { runs: 1000 },
  );
});
