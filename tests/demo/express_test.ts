// S4 with stock clients: an app and Socket.IO on one server, and what is saved is told to everybody.

import { assertEquals } from "@std/assert";
import { EXPRESS_ORIGIN, startExpress } from "../../src/demo/express.ts";
import { allowedOrigin, connectPeer } from "./peers.ts";

Deno.test("startExpress() tells everybody that a message was saved", async () => {
  await using demo = await startExpress();
  using late = connectPeer(demo.client.url, { autoConnect: false });
  using other = connectPeer(demo.client.url);
  await other.next("connect");
  late.socket.connect();
  await late.next("connect");
  late.socket.emit("send-message", "no object");
  late.socket.emit("send-message", { text: "Hello" });
  assertEquals(await late.next("message-saved"), [{ success: true }]);
  assertEquals(await other.next("message-saved"), [{ success: true }]);
  // One was saved, not two; and it is Express that answers.
  const response = await fetch(demo.url, { headers: { Connection: "close" } });
  assertEquals(await response.json(), { demo: "express", saved: 1 });
  assertEquals(response.headers.get("etag")?.startsWith("W/"), true);
});

Deno.test("startExpress() allows the origin of its page", async () => {
  assertEquals(EXPRESS_ORIGIN, "http://localhost:5173");
  await using demo = await startExpress();
  assertEquals(await allowedOrigin(demo.url, EXPRESS_ORIGIN), EXPRESS_ORIGIN);
});
