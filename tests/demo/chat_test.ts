// S3 with stock clients: the welcome, what one says and the others hear, the one origin.

import { assertEquals } from "@std/assert";
import { CHAT_ORIGIN, startChat } from "../../src/demo/chat.ts";
import { allowedOrigin, connectPeer } from "./peers.ts";

Deno.test("startChat() welcomes, and passes on what one says to the others", async () => {
  await using demo = await startChat();
  using one = connectPeer(demo.client.url);
  using other = connectPeer(demo.client.url);
  assertEquals(await one.next("server-message"), ["Welcome to WebSocket"]);
  assertEquals(await other.next("server-message"), ["Welcome to WebSocket"]);
  one.socket.emit("client-message", { not: "a string" });
  one.socket.emit("client-message", "first");
  assertEquals(await other.next("message"), ["first"]);
  // Had the first gone back to its sender, it would come before this one.
  other.socket.emit("client-message", "second");
  assertEquals(await one.next("message"), ["second"]);
});

Deno.test("startChat() allows its one origin, whoever asks", async () => {
  assertEquals(CHAT_ORIGIN, "http://127.0.0.1:5500");
  await using demo = await startChat();
  assertEquals(await allowedOrigin(demo.url, CHAT_ORIGIN), CHAT_ORIGIN);
  assertEquals(await allowedOrigin(demo.url, "http://localhost:5500"), CHAT_ORIGIN);
  await using other = await startChat({ origin: "http://127.0.0.1:5501" });
  assertEquals(await allowedOrigin(other.url, CHAT_ORIGIN), "http://127.0.0.1:5501");
});
