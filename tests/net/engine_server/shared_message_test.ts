// Messages for many clients: the same on the wire as those for one, whatever the client speaks, and
// framed once.

import { assert, assertEquals } from "@std/assert";
import type { Payload } from "../../../src/base/bytes.ts";
import { startEngineServer } from "../../../src/net/engine_server/engine_server.ts";
import type { Message } from "../../../src/net/engine_server/engine_owner.ts";
import { encodeBatch } from "../../../src/net/engine_server/frame_batch.ts";
import { SharedMessage } from "../../../src/net/engine_server/shared_message.ts";
import { encodePacket, encodeTextPacket } from "../../../src/protocols/engine_io/encode_packet.ts";
import { frame, RawWebSocket } from "./raw_websocket.ts";
import { TakeAll } from "./stock.ts";

const CONTENTS: readonly Payload[] = ['2["moved",1]', "", "tschüß 🚀", Uint8Array.of(0, 4, 255)];

Deno.test("SharedMessage is framed as a message of its own, in every way that a client wants", () => {
  for (const data of CONTENTS) {
    const shared = new SharedMessage(data);
    assertEquals(new Uint8Array(shared.bare.bytes), new Uint8Array(encodeBatch([data])));
    for (const version of [3, 4] as const) {
      for (const asText of [false, true]) {
        const encode = asText ? encodeTextPacket : encodePacket;
        const expected = encodeBatch([encode({ type: "message", data }, version)]);
        const { bytes } = shared.packet(version, asText);
        assertEquals(new Uint8Array(bytes), new Uint8Array(expected), `${version} ${asText}`);
      }
    }
  }
});

Deno.test("SharedMessage is framed once in each way", () => {
  for (const data of CONTENTS) {
    const shared = new SharedMessage(data);
    assert(shared.bare === shared.bare);
    for (const version of [3, 4] as const) {
      for (const asText of [false, true]) {
        assert(shared.packet(version, asText) === shared.packet(version, asText));
      }
    }
  }
  const text = new SharedMessage("2");
  assert(text.packet(3, true) === text.packet(4, false));
});

const SHARED = CONTENTS.map((data) => new SharedMessage(data));
const MIXED: readonly Message[] = [...SHARED, "own", ...SHARED, ...CONTENTS];

for (const target of ["EIO=4", "EIO=4&b64=1", "EIO=3", "EIO=3&b64=1"]) {
  Deno.test(`a session over websocket sends shared messages as others (${target})`, async () => {
    const seen = await Promise.all([MIXED, MIXED.map(plain)].map(async (messages) => {
      const owner = new TakeAll((session) => session.send(messages));
      await using server = await startEngineServer({ owner, newSid: () => "sid" });
      using socket = new RawWebSocket(server.port, `/socket.io/?transport=websocket&${target}`);
      socket.send(frame("4go"));
      const before = target.startsWith("EIO=3") ? 2 : 1;
      while (socket.seen.length < before + messages.length) {
        await socket.until("", socket.seen.length + 1);
      }
      return socket.seen;
    }));
    assertEquals(seen[0], seen[1]);
    assertEquals(seen[0]?.filter((line) => line.includes("moved")).length, 3);
  });

  Deno.test(`a session over polling sends shared messages as others (${target})`, async () => {
    const bodies = await Promise.all([MIXED, MIXED.map(plain)].map(async (messages) => {
      const owner = new TakeAll((session) => session.send(messages));
      await using server = await startEngineServer({ owner, newSid: () => "sid" });
      const url = `${server.url}/socket.io/?transport=polling&${target}`;
      await (await fetch(url)).text();
      const body = target.startsWith("EIO=3") ? "3:4go" : "4go";
      await (await fetch(`${url}&sid=sid`, { method: "POST", body })).text();
      return await (await fetch(`${url}&sid=sid`)).text();
    }));
    assertEquals(bodies[0], bodies[1]);
    assertEquals(bodies[0]?.split("moved").length, 4);
  });
}

function plain(message: Message): Payload {
  return message instanceof SharedMessage ? message.data : message;
}
