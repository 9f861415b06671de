// Connection state recovery: whose events carry an offset behind their arguments, and from when.

import { assertEquals } from "@std/assert";
import type { Side } from "../../../src/base/side.ts";
import type { MessageMeaning } from "../../../src/protocols/protocol.ts";
import { SocketDecoder } from "../../../src/protocols/socket_io/decoder.ts";
import { MAX_NAMESPACES } from "../../../src/protocols/socket_io/recovery.ts";

const ONE = new Uint8Array([1]);

function rules(meaning: MessageMeaning): readonly string[] {
  return meaning.notes.map(({ rule }) => rule);
}

const OFFER = '0/sfa,{"sid":"s","pid":"p"}';

Deno.test("receive() labels the offset of events where recovery was offered", () => {
  const decoder = new SocketDecoder({ engineVersion: 4 });
  decoder.receive("server", OFFER);
  const event = (from: Side, text: string): unknown => {
    const { args, offset } = decoder.receive(from, text).event ?? { args: [] };
    return { args, offset };
  };
  assertEquals(event("server", '2/sfa,["a",1,"Q7ySOrK.0"]'), { args: [1], offset: "Q7ySOrK.0" });
  assertEquals(event("server", '2/sfa,["a","x"]'), { args: [], offset: "x" });
  assertEquals(event("server", '2/sfa,["a"]'), { args: [], offset: undefined });
  assertEquals(event("server", '2/sfa,["a",1]'), { args: [1], offset: undefined });
  assertEquals(event("server", '2/sfa,["a","two words"]'), {
    args: ["two words"],
    offset: undefined,
  });
  assertEquals(event("server", '2/sfa,5["a","x"]'), { args: ["x"], offset: undefined });
  assertEquals(event("client", '2/sfa,["a","x"]'), { args: ["x"], offset: undefined });
  assertEquals(event("server", '2["a","x"]'), { args: ["x"], offset: undefined });
  decoder.receive("server", '51-/sfa,["b",{"_placeholder":true,"num":0},"Q7ySOrK.1"]');
  const binary = decoder.receive("server", ONE).event;
  assertEquals([binary?.args, binary?.offset], [[ONE], "Q7ySOrK.1"]);
});

for (const ending of ["1/sfa,", '0/sfa,{"sid":"t"}', '4/sfa,{"message":"no"}']) {
  Deno.test(`receive() takes no more offsets after ${ending}`, () => {
    const decoder = new SocketDecoder();
    for (const text of [OFFER, ending]) decoder.receive("server", text);
    assertEquals(decoder.receive("server", '2/sfa,["a","x"]').event?.args, ["x"]);
  });
}

Deno.test("receive() knows a returning client and labels what it missed", () => {
  const decoder = new SocketDecoder({ engineVersion: 4 });
  const asked = decoder.receive("client", '0/sfa,{"pid":"p","offset":"Q7y","token":"t"}');
  const [packet] = asked.packets as readonly { readonly recovery?: unknown }[];
  assertEquals(packet?.recovery, { pid: "p", offset: "Q7y" });
  // Stock servers send missed events before they answer.
  assertEquals(decoder.receive("server", '2/sfa,["a",1,"Q7z"]').event?.offset, "Q7z");
  decoder.receive("server", '0/sfa,{"sid":"new"}');
  assertEquals(decoder.receive("server", '2/sfa,["a",1,"Q7z"]').event?.args, [1, "Q7z"]);
});

Deno.test("receive() takes a pid without an offset for the application's own", () => {
  const [packet] = new SocketDecoder().receive("client", '0{"pid":"p"}').packets;
  assertEquals(Object.hasOwn(packet ?? {}, "recovery"), false);
});

Deno.test("receive() follows only so many namespaces", () => {
  const decoder = new SocketDecoder();
  for (let index = 0; index < MAX_NAMESPACES; index++) {
    decoder.receive("server", `0/${index},{"sid":"s","pid":"p"}`);
  }
  assertEquals(rules(decoder.receive("server", OFFER)), ["socket.io/namespaces-limit"]);
  assertEquals(rules(decoder.receive("server", '0/0,{"sid":"s","pid":"p"}')), []);
});
