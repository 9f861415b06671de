// S5 with stock clients: both layers have something to show, before the upgrade and after it.

import { assertEquals, assertNotEquals } from "@std/assert";
import { LAYERS_BYTES, startLayers } from "../../src/demo/layers.ts";
import { allowedOrigin, connectPeer } from "./peers.ts";

Deno.test("startLayers() begins with polling and is upgraded", async () => {
  await using demo = await startLayers();
  using peer = connectPeer(demo.client.url);
  await peer.next("connect");
  const [hello] = await peer.next("hello");
  const { engineId, socketId, transport } = Object(hello);
  assertEquals(transport, "polling");
  assertEquals(socketId, peer.socket.id);
  assertEquals(engineId, Object(peer.socket.io.engine).id);
  assertNotEquals(engineId, socketId);
  assertEquals(await peer.next("upgraded"), [{ transport: "websocket" }]);
});

for (const transport of ["polling", "websocket"]) {
  Deno.test(`startLayers() shows binary, acknowledgements and text over ${transport}`, async () => {
    await using demo = await startLayers({ rate: 100 });
    using peer = connectPeer(demo.client.url, { transports: [transport] });
    const [bytes] = await peer.next("bytes");
    assertEquals(new Uint8Array(Object(bytes)), LAYERS_BYTES);
    assertEquals(await peer.next("ask"), [{ question: "Are you there?" }]);
    assertEquals(await peer.next("answered"), ["yes"]);
    assertEquals(await peer.socket.emitWithAck("echo", "é"), "é");
    peer.socket.emit("echo", "é", 2);
    assertEquals(await peer.next("echo"), ["é", 2]);
    assertEquals(await peer.next("tick"), [1]);
    assertEquals(await peer.next("tick"), [2]);
  });
}

Deno.test("startLayers() allows every origin", async () => {
  await using demo = await startLayers();
  assertEquals(await allowedOrigin(demo.url, "https://example.com"), "*");
});
